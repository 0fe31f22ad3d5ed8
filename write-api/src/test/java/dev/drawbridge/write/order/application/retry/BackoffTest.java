package dev.drawbridge.write.order.application.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.write.order.application.failure.StorageUnavailable;
import dev.drawbridge.write.order.application.failure.TransientFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final List<Long> pauses = new ArrayList<>();
    private final Backoff backoff = new Backoff(4, Duration.ofMillis(100), pauses::add);
    private int calls;

    @Test
    void returnsWhatTheFirstSuccessReturns() {
        assertThat(backoff.retry(failing(2))).isEqualTo("done");
        assertThat(calls).isEqualTo(3);
    }

    @Test
    void pausesGrowAndStayWithinBounds() {
        assertThat(backoff.retry(failing(3))).isEqualTo("done");
        assertThat(pauses).hasSize(3);
        assertThat(pauses.get(0)).isBetween(50L, 100L);
        assertThat(pauses.get(1)).isBetween(100L, 200L);
        assertThat(pauses.get(2)).isBetween(200L, 400L);
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        assertThatThrownBy(() -> backoff.retry(failing(99))).isInstanceOf(TransientFailure.class);
        assertThat(calls).isEqualTo(4);
    }

    @Test
    void doesNotRepeatWhatMayHaveHappened() {
        assertThatThrownBy(() -> backoff.retry(() -> {
                    calls++;
                    throw new StorageUnavailable("gone", new IllegalStateException());
                }))
                .isInstanceOf(StorageUnavailable.class);
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void anInterruptEndsThePause() {
        Backoff interrupted = new Backoff(4, Duration.ofMillis(100), millis -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(() -> interrupted.retry(failing(99))).isInstanceOf(TransientFailure.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(calls).isEqualTo(1);
    }

    private Supplier<String> failing(int times) {
        return () -> {
            if (calls++ < times) {
                throw new TransientFailure("collision", null);
            }
            return "done";
        };
    }
}
