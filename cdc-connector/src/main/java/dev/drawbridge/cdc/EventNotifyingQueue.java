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
 * <p>Debezium finds it as the queue provider {@value #NAME} and still decides when the queue is full. Thread-safe.
 */
public final class EventNotifyingQueue implements QueueProvider<DataChangeEvent> {
    static final String NAME = "drawbridge";

    /** Debezium makes the queue while it starts the task, on the task's thread, and hands it to nobody. */
    private static final ThreadLocal<EventNotifyingQueue> CREATED = new ThreadLocal<>();

    private final BlockingQueue<DataChangeEvent> events = new LinkedBlockingQueue<>();

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

    @Override
    public void enqueue(DataChangeEvent event) {
        events.add(event);
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
