package dev.drawbridge.cdc;

import io.debezium.connector.base.QueueProvider;
import io.debezium.pipeline.DataChangeEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The queue between Debezium's stream reader and the task, one that wakes the task with the first event. Debezium's own
 * way of emptying it waits out the whole {@code poll.interval.ms} however early an event comes, and spins through its last
 * millisecond: at 5 ms that alone is a fifth of a core on an idle system.
 *
 * <p>Debezium finds it as the queue provider {@value #NAME}. The stream reader of a full queue continues as soon as the task has taken
 * events; Debezium's own wait would last for the whole {@code poll.interval.ms} each time. Thread-safe.
 */
public final class EventNotifyingQueue implements QueueProvider<DataChangeEvent> {
    static final String NAME = "drawbridge";

    /** Debezium makes the queue while it starts the task, on the task's thread, and hands it to nobody. */
    private static final ThreadLocal<EventNotifyingQueue> CREATED = new ThreadLocal<>();

    /**
     * For how long the reader waits for room before Debezium's own limit applies, in nanoseconds. The reader holds a lock of Debezium's
     * meanwhile, which the task needs when it has found nothing.
     */
    private static final long ROOM_TIMEOUT = TimeUnit.MILLISECONDS.toNanos(100);

    private final BlockingQueue<DataChangeEvent> events = new LinkedBlockingQueue<>();
    private volatile int limit = Integer.MAX_VALUE;

    /** The queue that Debezium has made on this thread, once; empty when it was configured to use another provider. */
    static Optional<EventNotifyingQueue> takeCreated() {
        Optional<EventNotifyingQueue> created = Optional.ofNullable(CREATED.get());
        CREATED.remove();
        return created;
    }

    /**
     * What there is, oldest first, at most {@code max}; waits for the first event up to {@code timeout}, and then for more
     * while {@code gatherNanos} says so and {@code max} are not there.
     */
    List<DataChangeEvent> take(int max, Duration timeout, LongSupplier gatherNanos) throws InterruptedException {
        List<DataChangeEvent> taken = new ArrayList<>();
        DataChangeEvent first = events.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            taken.add(first);
            if (events.size() < max - 1) {
                TimeUnit.NANOSECONDS.sleep(gatherNanos.getAsLong());
            }
            events.drainTo(taken, max - 1);
            madeRoom();
        }
        return taken;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void configure(Map<String, ?> properties) {
        CREATED.set(this);
    }

    /** @param maxQueueSize at which Debezium takes the queue for full: the reader waits here for room just before */
    void limitTo(int maxQueueSize) {
        limit = Math.max(1, maxQueueSize - 1);
    }

    @Override
    public void enqueue(DataChangeEvent event) {
        if (events.size() >= limit) {
            awaitRoom();
        }
        events.add(event);
    }

    private synchronized void awaitRoom() {
        long end = System.nanoTime() + ROOM_TIMEOUT;
        try {
            for (long left = ROOM_TIMEOUT; left > 0 && events.size() >= limit; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Debezium ends with the next event
        }
    }

    private synchronized void madeRoom() {
        notifyAll();
    }

    @Override
    @SuppressWarnings("NullAway") // null when empty: so Debezium defines it
    public DataChangeEvent poll() {
        return events.poll();
    }

    @Override
    public int size() {
        return events.size();
    }
}
