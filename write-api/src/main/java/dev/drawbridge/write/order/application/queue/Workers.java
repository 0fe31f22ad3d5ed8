package dev.drawbridge.write.order.application.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Threads that carry out queued commands until they are closed, whatever fails. They finish what they have begun.
 * Thread-safe.
 */
public final class Workers implements AutoCloseable {
    /** How soon a command is found that another instance took in, or that is due again. */
    private static final long CHECK_AGAIN_MS = 1_000;

    private static final long FINISH_WITHIN_MS = 10_000;

    private final AsyncCommandHandler handler;
    private final Consumer<Throwable> failures;
    private final Semaphore wakeSignal = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean open = true;

    /** @param failures hears of commands that failed, of a database that does not answer, and of errors of the JVM */
    public Workers(AsyncCommandHandler handler, int threads, Consumer<Throwable> failures) {
        this.handler = handler;
        this.failures = failures;
        for (int i = 1; i <= threads; i++) {
            Thread thread = new Thread(this::work, "worker-" + i);
            this.threads.add(thread);
            thread.start();
        }
    }

    /** There is something to do. While all are busy signals do not add up: a worker asks again until it finds nothing. */
    public void wake() {
        if (wakeSignal.availablePermits() < threads.size()) {
            wakeSignal.release();
        }
    }

    /** How many workers that find nothing check once more before they wait. */
    int pendingSignals() {
        return wakeSignal.availablePermits();
    }

    @Override
    public void close() {
        open = false;
        wakeSignal.release(threads.size());
        try {
            for (Thread thread : threads) {
                thread.join(FINISH_WITHIN_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            while (open) {
                if (!runNext()) {
                    wakeSignal.tryAcquire(CHECK_AGAIN_MS, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean runNext() {
        try {
            return handler.runNext();
        } catch (Throwable e) {
            report(e);
            return false;
        }
    }

    /** A thread that died would be missed by nobody; so it goes on, also if there is no memory left to say why. */
    private void report(Throwable failure) {
        try {
            failures.accept(failure);
        } catch (Throwable unheard) {
            failure.addSuppressed(unheard);
        }
    }
}
