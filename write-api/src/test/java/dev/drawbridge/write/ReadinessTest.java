package dev.drawbridge.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a look has found is told to everybody until the next one, and not for ever. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadinessTest {
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1); // as it may overflow
    private final AtomicInteger looks = new AtomicInteger();
    private final Semaphore mayEnd = new Semaphore(0);

    private volatile BooleanSupplier found = () -> true;
    private final Readiness readiness = new Readiness(this::look, nanoTime::get);

    @AfterEach
    void close() {
        readiness.close();
    }

    @Test
    void nobodyWaitsForALookNorAddsOne() {
        await().atMost(20, TimeUnit.SECONDS).until(() -> looks.get() == 1);
        for (int i = 0; i < 10_000; i++) {
            assertThat(readiness.isReady()).isFalse();
        }
        assertThat(looks).hasValue(1);

        mayEnd.release();
        await().atMost(20, TimeUnit.SECONDS).until(readiness::isReady);
    }

    @Test
    void theNextLookTellsSomethingElse() {
        mayEnd.release(1_000);
        await().atMost(20, TimeUnit.SECONDS).until(readiness::isReady);
        found = () -> false;
        await().atMost(20, TimeUnit.SECONDS).until(() -> !readiness.isReady());
        found = () -> true;
        await().atMost(20, TimeUnit.SECONDS).until(readiness::isReady);
    }

    @Test
    void aLookThatFailsMeansNoAndIsNotTheLast() {
        mayEnd.release(1_000);
        await().atMost(20, TimeUnit.SECONDS).until(readiness::isReady);
        found = () -> {
            throw new AssertionError("out of order");
        };
        await().atMost(20, TimeUnit.SECONDS).until(() -> !readiness.isReady());
        found = () -> true;
        await().atMost(20, TimeUnit.SECONDS).until(readiness::isReady);
    }

    /** As when the network swallows what is asked. */
    @Test
    void whatWasFoundIsNotBelievedForEver() {
        mayEnd.release();
        await().atMost(20, TimeUnit.SECONDS).until(readiness::isReady);
        await().atMost(20, TimeUnit.SECONDS).until(() -> looks.get() == 2);
        nanoTime.addAndGet(Readiness.BELIEVED_FOR.toNanos() - 1);
        assertThat(readiness.isReady()).isTrue();

        nanoTime.incrementAndGet();
        assertThat(readiness.isReady()).isFalse();

        mayEnd.release();
        await().atMost(20, TimeUnit.SECONDS).until(readiness::isReady);
    }

    private boolean look() {
        looks.incrementAndGet();
        mayEnd.acquireUninterruptibly();
        return found.getAsBoolean();
    }
}
