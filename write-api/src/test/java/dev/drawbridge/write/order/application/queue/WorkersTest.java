package dev.drawbridge.write.order.application.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.write.order.application.OrderCommandHandler;
import dev.drawbridge.write.order.application.port.Orders;
import dev.drawbridge.write.order.application.retry.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private static final int THREADS = 2;

    private final CountDownLatch busy = new CountDownLatch(1);
    private final AtomicInteger transactions = new AtomicInteger();

    /** However many commands were announced meanwhile: one look takes all of them, as long as it finds some. */
    @Test
    void signalsOfATimeWhenAllAreBusyDoNotAddUp() {
        AsyncCommandHandler handler = new AsyncCommandHandler(
                new NothingQueued(),
                new OrderCommandHandler(new NothingQueued(), noBackoff(), Clock.systemUTC()),
                noBackoff(),
                (task, body) -> {
                    throw new AssertionError("Nothing is queued");
                },
                Deferrals.DEFAULT);
        try (Workers workers = new Workers(handler, THREADS, failure -> {})) {
            await().until(() -> transactions.get() == THREADS);
            for (int i = 0; i < 100_000; i++) {
                workers.wake();
            }
            assertThat(workers.pendingSignals()).isBetween(1, THREADS);

            busy.countDown();
            await().until(() -> workers.pendingSignals() == 0);
            // One each in hand, one each for the signals, and few by the clock.
            assertThat(transactions).hasValueLessThan(1_000);
        }
    }

    private static Backoff noBackoff() {
        return new Backoff(1, Duration.ofMillis(1), Thread::sleep);
    }

    /** A store whose transactions take until {@link #busy} ends, and find no command. */
    private final class NothingQueued implements Orders {
        @Override
        @SuppressWarnings({"unchecked", "BooleanLiteral"}) // whether there was a command
        public <R> R inTransaction(Function<Transaction, R> work) {
            transactions.incrementAndGet();
            try {
                busy.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return (R) Boolean.FALSE;
        }

        @Override
        public List<UUID> idsAfter(@Nullable UUID after, int limit) {
            return List.of();
        }
    }
}
