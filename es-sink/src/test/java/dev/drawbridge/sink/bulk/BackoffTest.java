package dev.drawbridge.sink.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.random.RandomGenerator;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final FakeTime time = new FakeTime();

    /** Always draws the longest pause. */
    private static final RandomGenerator LONGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    @Test
    void doublesTheCeilingUpToTenSeconds() {
        Backoff.Retries retries = new Backoff(9, 100, LONGEST, time).begin();
        while (retries.pause()) {}
        assertThat(time.sleeps).containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L);
    }

    @Test
    void drawsPausesFromZeroToTheCeiling() {
        Backoff backoff = new Backoff(1, 4, new Random(7), time);
        for (int i = 0; i < 1000; i++) {
            assertThat(backoff.begin().pause()).isTrue();
        }
        assertThat(time.sleeps).contains(0L, 1L, 2L, 3L, 4L).allMatch(ms -> ms >= 0 && ms <= 4);
    }

    @Test
    void endsAfterMaxRetries() {
        Backoff.Retries retries = new Backoff(2, 100, LONGEST, time).begin();
        assertThat(retries.pause()).isTrue();
        assertThat(retries.pause()).isTrue();
        assertThat(retries.pause()).isFalse();
        assertThat(new Backoff(0, 100, LONGEST, time).begin().pause()).isFalse();
    }

    @Test
    void endsWhenPatienceIsOverWhateverRetriesAreLeft() {
        Backoff.Retries retries = new Backoff(100, 1, LONGEST, time).begin();
        assertThat(retries.pause()).isTrue();
        time.pass(Backoff.PATIENCE.toMillis());
        assertThat(retries.pause()).isFalse();
    }

    @Test
    void spreadsRedeliveries() {
        Backoff backoff = new Backoff(5, 100, new Random(7), time);
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.redeliveryMs()).isBetween(1600L, 3200L);
        }
        assertThat(new Backoff(0, 1, LONGEST, time).redeliveryMs()).isPositive();
    }

    @Test
    void handsAnInterruptOn() {
        Backoff backoff = new Backoff(1, 10_000, LONGEST, Backoff.Time.SYSTEM);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> backoff.begin().pause()).isInstanceOf(RetriableException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
