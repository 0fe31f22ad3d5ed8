package dev.drawbridge.write.order.application.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000); // it wraps, as nanoTime may
    private final RateLimiter pace = new RateLimiter(100, nanos::get, millis -> nanos.addAndGet(millis * 1_000_000));

    @Test
    void letsNoMoreThroughThanPromised() throws InterruptedException {
        long start = nanos.get();
        for (int i = 0; i < 201; i++) {
            pace.await();
        }
        assertThat(nanos.get() - start).isEqualTo(2_000_000_000L);
    }

    @Test
    void lostTimeIsNotMadeUpForByABurst() throws InterruptedException {
        pace.await();
        nanos.addAndGet(10_000_000_000L);
        long late = nanos.get();
        for (int i = 0; i < 11; i++) {
            pace.await();
        }
        assertThat(nanos.get() - late).isEqualTo(100_000_000L);
    }
}
