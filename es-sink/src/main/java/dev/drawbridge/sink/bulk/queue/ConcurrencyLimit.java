package dev.drawbridge.sink.bulk.queue;

/**
 * How many bulks may be in flight now. Halved when the cluster says that it is overloaded, once per round of bulks; grown by
 * one per round of successes. The cluster's word for what it can take, found without asking. Thread-safe.
 */
public final class ConcurrencyLimit {

    private final int most;
    private double limit;
    private int round;

    public ConcurrencyLimit(int most) {
        this.most = most;
        this.limit = most;
    }

    public synchronized int current() {
        return (int) limit;
    }

    /** The round a bulk that begins now belongs to: only the first refusal of a round counts. */
    public synchronized int round() {
        return round;
    }

    /** Returns whether this is the first refusal of its round. */
    public synchronized boolean overloaded(int inRound) {
        boolean first = inRound == round;
        if (first) {
            round++;
            limit = Math.max(1, limit / 2);
        }
        return first;
    }

    public synchronized void succeeded() {
        limit = Math.min(most, limit + 1 / limit);
    }
}
