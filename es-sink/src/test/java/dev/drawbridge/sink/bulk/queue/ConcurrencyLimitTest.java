package dev.drawbridge.sink.bulk.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {

    private final ConcurrencyLimit limit = new ConcurrencyLimit(8);

    @Test
    void isHalvedOncePerRound() {
        int round = limit.round();
        limit.overloaded(round);
        limit.overloaded(round);
        assertThat(limit.current()).isEqualTo(4);
        limit.overloaded(limit.round());
        assertThat(limit.current()).isEqualTo(2);
    }

    @Test
    void neverFallsBelowOne() {
        for (int i = 0; i < 20; i++) {
            limit.overloaded(limit.round());
        }
        assertThat(limit.current()).isEqualTo(1);
    }

    @Test
    void growsByOnePerRoundOfSuccessesUpToTheMost() {
        limit.overloaded(limit.round());
        limit.overloaded(limit.round());
        limit.succeeded();
        limit.succeeded();
        limit.succeeded();
        assertThat(limit.current()).isEqualTo(3);
        for (int i = 0; i < 100; i++) {
            limit.succeeded();
        }
        assertThat(limit.current()).isEqualTo(8);
    }
}
