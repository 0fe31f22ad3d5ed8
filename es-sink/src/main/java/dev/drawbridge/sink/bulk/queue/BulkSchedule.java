package dev.drawbridge.sink.bulk.queue;

import dev.drawbridge.sink.bulk.queue.BulksInFlight.Bulk;

/** Decides when the next bulk is sent, and whether it holds new documents or such as were refused. Guarded by the buffer's lock. */
final class BulkSchedule {

    private final BulkLimits limits;
    private final ConcurrencyLimit concurrency;
    private final FreshQueue fresh;
    private final RetryQueue retries;
    private final BulksInFlight inFlight;
    private long mostBytes;
    /** Nothing is sent before this time, in nanoseconds. */
    private long notBefore;

    private boolean retriesWereLast;

    /** {@code now} in nanoseconds, as all times here. */
    BulkSchedule(
            BulkLimits limits,
            ConcurrencyLimit concurrency,
            FreshQueue fresh,
            RetryQueue retries,
            BulksInFlight inFlight,
            long now) {
        this.limits = limits;
        this.concurrency = concurrency;
        this.fresh = fresh;
        this.retries = retries;
        this.inFlight = inFlight;
        this.mostBytes = limits.bytes();
        this.notBefore = now;
    }

    /** How long until a bulk may be sent; 0 or less when one may be now. */
    long nanosUntilNext(long now) {
        return inFlight.size() >= concurrency.current()
                ? Long.MAX_VALUE
                : Math.max(notBefore - now, Math.min(nanosUntilRetries(now), nanosUntilFresh(now)));
    }

    /** What is sent again has half of the bulks in flight at most, so that what is new keeps its pace. */
    private long nanosUntilRetries(long now) {
        return retries.isEmpty() || inFlight.sizeOfRetries() >= Math.max(1, concurrency.current() / 2)
                ? Long.MAX_VALUE
                : retries.nanosUntilDue(now);
    }

    private long nanosUntilFresh(long now) {
        if (fresh.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return inFlight.isEmpty() || fresh.fills(limits.operations(), mostBytes)
                ? 0
                : limits.lingerNanos() - (now - fresh.oldest());
    }

    /** The next bulk, given that it may be sent. New documents and refused ones take turns. */
    Bulk next(long now) {
        retriesWereLast = nanosUntilRetries(now) <= 0 && (!retriesWereLast || nanosUntilFresh(now) > 0);
        return retriesWereLast
                ? Bulk.ofRetries(retries.take(now, limits.operations(), mostBytes))
                : Bulk.ofFresh(fresh.take(limits.operations(), mostBytes));
    }

    /** Bodies of {@code bytes} are refused as too large: bulks stay below from now on. */
    void keepBelow(long bytes) {
        mostBytes = Math.max(1, Math.min(mostBytes, bytes - 1));
    }

    /** Nothing is sent for {@code millis}. */
    void pause(long now, long millis) {
        long until = now + millis * 1_000_000;
        notBefore = until - notBefore > 0 ? until : notBefore;
    }
}
