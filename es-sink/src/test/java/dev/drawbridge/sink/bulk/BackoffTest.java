package dev.drawbridge.sink.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    /** Always draws the longest pause. */
    private static final RandomGenerator LONGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            throw new AssertionError("only a number below a bound is drawn");
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    @Test
    void doublesTheCeilingUpToTenSeconds() {
        Backoff backoff = new Backoff(9, 100, LONGEST);
        assertThat(IntStream.rangeClosed(1, 9).mapToLong(backoff::pauseMs))
                .containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L);
        assertThat(backoff.pauseMs(1_000)).isEqualTo(10_000);
    }

    @Test
    void drawsPausesFromZeroToTheCeiling() {
        Backoff backoff = new Backoff(1, 4, new Random(7));
        assertThat(LongStream.generate(() -> backoff.pauseMs(1)).limit(1000).boxed())
                .contains(0L, 1L, 2L, 3L, 4L)
                .allMatch(ms -> ms >= 0 && ms <= 4);
    }

    @Test
    void isUsedUpAfterMaxRetries() {
        Backoff backoff = new Backoff(2, 100, LONGEST);
        assertThat(backoff.isUsedUp(2)).isFalse();
        assertThat(backoff.isUsedUp(3)).isTrue();
        assertThat(new Backoff(0, 100, LONGEST).isUsedUp(1)).isTrue();
        assertThat(new Backoff(Backoff.UNLIMITED, 100, LONGEST).isUsedUp(Integer.MAX_VALUE))
                .isFalse();
    }

    @Test
    void namesThePausesOfASeries() {
        Backoff.Retries retries = new Backoff(0, 100, LONGEST).begin();
        assertThat(retries.nextPauseMs()).isEqualTo(100);
        assertThat(retries.nextPauseMs()).isEqualTo(200);
    }
}
