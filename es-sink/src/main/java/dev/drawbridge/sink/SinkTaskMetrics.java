package dev.drawbridge.sink;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.LongAdder;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.connect.errors.ConnectException;

/** Counters of one task, registered with JMX while it runs. Thread-safe. */
final class SinkTaskMetrics implements SinkTaskMetricsMBean, AutoCloseable {

    final LongAdder indexed = new LongAdder();
    final LongAdder conflicts = new LongAdder();
    final LongAdder conflated = new LongAdder();
    final LongAdder reported = new LongAdder();
    final LongAdder erased = new LongAdder();
    final LongAdder retries = new LongAdder();

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName name;

    /** Registers the counters; those of a predecessor that never said goodbye are replaced. */
    SinkTaskMetrics(String connector, String task) {
        try {
            name = new ObjectName("dev.drawbridge.sink:type=sink-task-metrics,connector=" + quoted(connector) + ",task="
                    + quoted(task));
            close();
            server.registerMBean(this, name);
        } catch (JMException e) {
            throw new ConnectException("Cannot register the metrics of task " + task + " of " + connector, e);
        }
    }

    private static String quoted(String value) {
        return value.matches("[\\w.%-]+") ? value : ObjectName.quote(value);
    }

    @Override
    public void close() {
        try {
            if (server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
        } catch (JMException e) {
            throw new ConnectException("Cannot unregister " + name, e);
        }
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
    public long getConflated() {
        return conflated.sum();
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
}
