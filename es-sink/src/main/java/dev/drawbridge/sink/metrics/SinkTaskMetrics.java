package dev.drawbridge.sink.metrics;

import dev.drawbridge.sink.bulk.BulkWriter;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import javax.management.JMException;
import javax.management.MBeanRegistration;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Counters of one task, registered with JMX while it runs. Thread-safe. */
public final class SinkTaskMetrics implements SinkTaskMetricsMBean, MBeanRegistration, AutoCloseable {

    public final LongAdder indexed = new LongAdder();
    public final LongAdder conflicts = new LongAdder();
    public final LongAdder coalesced = new LongAdder();
    public final LongAdder revoked = new LongAdder();
    public final LongAdder reported = new LongAdder();
    public final LongAdder erased = new LongAdder();
    public final LongAdder ignored = new LongAdder();
    public final LongAdder retries = new LongAdder();
    public final LongAdder throttled = new LongAdder();
    public final LongAdder bulks = new LongAdder();
    public final LatencyHistogram bulkMs = new LatencyHistogram();
    public final LatencyHistogram eventToIndexedMs = new LatencyHistogram();

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName name;
    private volatile @Nullable BulkWriter writer;
    private volatile boolean registered;

    /** Registers the counters; those of a predecessor that never said goodbye are replaced. */
    public SinkTaskMetrics(String connector, String task) {
        try {
            name = new ObjectName("dev.drawbridge.sink:type=sink-task-metrics,connector=" + quoted(connector) + ",task="
                    + quoted(task));
            replace();
        } catch (JMException e) {
            throw new ConnectException("Cannot register the metrics of task " + task + " of " + connector, e);
        }
    }

    /** The gauges are read from {@code running} from now on. */
    public void watch(BulkWriter running) {
        writer = running;
    }

    private static String quoted(String value) {
        return value.matches("[\\w.%-]+") ? value : ObjectName.quote(value);
    }

    /** No two tasks at the same time: one may end while its successor begins. */
    private void replace() throws JMException {
        synchronized (SinkTaskMetrics.class) {
            if (server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
            server.registerMBean(this, name);
        }
    }

    /** Leaves the counters of a successor alone. */
    @Override
    public void close() {
        synchronized (SinkTaskMetrics.class) {
            try {
                if (registered) {
                    server.unregisterMBean(name);
                }
            } catch (JMException e) {
                throw new ConnectException("Cannot unregister " + name, e);
            }
        }
    }

    @Override
    public ObjectName preRegister(MBeanServer to, ObjectName as) {
        return as;
    }

    @Override
    public void postRegister(Boolean done) {
        registered = done;
    }

    @Override
    public void preDeregister() {}

    /** Called whoever takes the counters out, so that a replaced task knows. */
    @Override
    public void postDeregister() {
        registered = false;
    }

    @Override
    public long getIndexed() {
        return indexed.sum();
    }

    @Override
    public long getConflicts() {
        return conflicts.sum();
    }

    @Override
    public long getCoalesced() {
        return coalesced.sum();
    }

    @Override
    public long getRevoked() {
        return revoked.sum();
    }

    @Override
    public long getReported() {
        return reported.sum();
    }

    @Override
    public long getErased() {
        return erased.sum();
    }

    @Override
    public long getRetries() {
        return retries.sum();
    }

    @Override
    public long getIgnored() {
        return ignored.sum();
    }

    @Override
    public long getThrottled() {
        return throttled.sum();
    }

    @Override
    public long getBulks() {
        return bulks.sum();
    }

    @Override
    public int getBulksInFlight() {
        @Nullable BulkWriter watched = writer;
        return watched == null ? 0 : watched.bulksInFlight();
    }

    @Override
    public int getBufferedRecords() {
        @Nullable BulkWriter watched = writer;
        return watched == null ? 0 : watched.heldRecords();
    }

    @Override
    public long getBufferedBytes() {
        @Nullable BulkWriter watched = writer;
        return watched == null ? 0 : watched.heldBytes();
    }

    @Override
    public long getOldestUnsettledMs() {
        @Nullable BulkWriter watched = writer;
        return watched == null ? 0 : watched.oldestMs();
    }

    @Override
    public Map<String, Long> getBulkMsHistogram() {
        return bulkMs.counts();
    }

    @Override
    public double getBulkMsP50() {
        return bulkMs.quantile(0.5);
    }

    @Override
    public double getBulkMsP99() {
        return bulkMs.quantile(0.99);
    }

    @Override
    public Map<String, Long> getEventToIndexedMsHistogram() {
        return eventToIndexedMs.counts();
    }

    @Override
    public double getEventToIndexedMsP50() {
        return eventToIndexedMs.quantile(0.5);
    }

    @Override
    public double getEventToIndexedMsP99() {
        return eventToIndexedMs.quantile(0.99);
    }
}
