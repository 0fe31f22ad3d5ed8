package dev.drawbridge.cdc;

import java.time.Duration;

/**
 * When the task hands over its next batch. An event after a quiet moment goes at once. Under load, events gather for a few
 * milliseconds, as each batch costs requests, and wake-ups of the broker and every reader; and a batch waits until the broker
 * has most likely written the markers of the transaction before, because one that comes too early is put off by the broker's
 * {@code add.partitions.to.txn.retry.backoff.ms}, 20 ms. While a backlog is read, events gather longer.
 *
 * <p>Times are those of {@link System#nanoTime()}. Thread-safe, as Connect may commit on another thread.
 */
final class BatchPacing {
    /** How long an idle task waits before it lets Debezium check for errors of its stream, and Connect for a stop. */
    static final Duration IDLE = Duration.ofMillis(500);

    static final Duration BETWEEN_BATCHES = Duration.ofMillis(5);
    static final Duration BETWEEN_BATCHES_OF_A_BACKLOG = Duration.ofMillis(20);
    static final Duration AFTER_TRANSACTION = Duration.ofMillis(4);

    /** Two batches in a row of this many events are a backlog: nobody waits for one event of it, and requests cost more. */
    static final int LARGE_BATCH = 100;

    /** A wait in whole milliseconds must not end before its time. */
    private static final Duration ROUNDING = Duration.ofMillis(1);

    private final Duration transactionInterval;
    private volatile boolean transactionMayBeOpen;
    private volatile boolean lastWasLarge;
    private volatile long nextAtNanos;
    private volatile long committedAtNanos;

    /** @param transactionInterval after which Connect ends a transaction, or zero when it does so after every batch */
    BatchPacing(Duration transactionInterval, long now) {
        this.transactionInterval = transactionInterval;
        this.nextAtNanos = now;
        this.committedAtNanos = now;
    }

    /**
     * How long to wait for the first event. After a batch no longer than its transaction may last: Connect looks whether to end
     * it only when the task returns, and counts from the end of the transaction before.
     */
    Duration timeout(long now) {
        if (!transactionMayBeOpen || transactionInterval.isZero() || transactionInterval.compareTo(IDLE) >= 0) {
            return IDLE;
        }
        return Duration.ofNanos(Math.max(0, committedAtNanos + transactionInterval.toNanos() - now))
                .plus(ROUNDING);
    }

    /** How long events should gather from now on; zero or less for no time. */
    long gatherNanos(long now) {
        return nextAtNanos - now;
    }

    /** After a batch of so many events. */
    void handedOver(long now, int events) {
        boolean large = events >= LARGE_BATCH;
        Duration pause = large && lastWasLarge ? BETWEEN_BATCHES_OF_A_BACKLOG : BETWEEN_BATCHES;
        lastWasLarge = large;
        transactionMayBeOpen = true;
        nextAtNanos = now + pause.toNanos();
    }

    /** The wait was in vain, and Connect is about to end what transaction there is. */
    void foundNothing() {
        transactionMayBeOpen = false;
    }

    /** After a transaction has been committed, or could have been. */
    void committed(long now) {
        committedAtNanos = now;
        long markersWritten = now + AFTER_TRANSACTION.toNanos();
        if (transactionMayBeOpen && markersWritten - nextAtNanos > 0) {
            nextAtNanos = markersWritten;
        }
    }
}
