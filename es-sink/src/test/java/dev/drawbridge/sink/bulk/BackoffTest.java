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
            throw new AssertionError("only a number below a bound is drawn");
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    @Test
    void doublesTheCeilingUpToTenSeconds() {
        Backoff.Retries retries = new Backoff(9, 100, LONGEST, time).begin();
        while (retries.pause("busy")) {}
        assertThat(time.sleeps).containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L);
    }

    @Test
    void drawsPausesFromZeroToTheCeiling() {
        Backoff backoff = new Backoff(1, 4, new Random(7), time);
        for (int i = 0; i < 1000; i++) {
            assertThat(backoff.begin().pause("busy")).isTrue();
        }
        assertThat(time.sleeps).contains(0L, 1L, 2L, 3L, 4L).allMatch(ms -> ms >= 0 && ms <= 4);
    }

    @Test
    void endsAfterMaxRetries() {
        Backoff.Retries retries = new Backoff(2, 100, LONGEST, time).begin();
        assertThat(retries.pause("busy")).isTrue();
        assertThat(retries.pause("busy")).isTrue();
        assertThat(retries.pause("busy")).isFalse();
        assertThat(new Backoff(0, 100, LONGEST, time).begin().pause("busy")).isFalse();
    }

    @Test
    void goesOnWithoutEndWhenToldTo() {
        Backoff.Retries retries = new Backoff(Backoff.WITHOUT_END, 100, LONGEST, time).begin();
        for (int i = 0; i < 1000; i++) {
            assertThat(retries.pause("busy")).isTrue();
        }
        assertThat(time.sleeps).endsWith(10_000L);
    }

    @Test
    void namesPausesForThoseWhoWaitElsewhere() {
        Backoff.Retries retries = new Backoff(0, 100, LONGEST, time).begin();
        assertThat(retries.nextPauseMs()).isEqualTo(100);
        assertThat(retries.nextPauseMs()).isEqualTo(200);
        assertThat(time.sleeps).isEmpty();
    }

    @Test
    void handsAnInterruptOn() {
        Backoff backoff = new Backoff(1, 10_000, LONGEST, Backoff.Time.SYSTEM);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> backoff.begin().pause("busy")).isInstanceOf(RetriableException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
