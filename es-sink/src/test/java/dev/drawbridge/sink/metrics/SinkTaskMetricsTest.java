package dev.drawbridge.sink.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class SinkTaskMetricsTest {

    private static final String CONNECTOR = "metrics-test";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    /** Connect starts a successor of a task that does not end in task.shutdown.graceful.timeout.ms. */
    @Test
    void aTaskThatEndsLateLeavesTheCountersOfItsSuccessor() throws Exception {
        SinkTaskMetrics late = new SinkTaskMetrics(CONNECTOR, "0");
        late.indexed.increment();
        SinkTaskMetrics successor = new SinkTaskMetrics(CONNECTOR, "0");
        assertThat(indexed()).isZero();

        late.close();
        assertThat(server.isRegistered(name())).isTrue();
        successor.indexed.add(2);
        assertThat(indexed()).isEqualTo(2);

        successor.close();
        assertThat(server.isRegistered(name())).isFalse();
    }

    @Test
    void closesAsOftenAsOneLikes() throws Exception {
        SinkTaskMetrics metrics = new SinkTaskMetrics(CONNECTOR, "0");
        server.unregisterMBean(name());
        metrics.close();
        metrics.close();
        assertThat(server.isRegistered(name())).isFalse();
    }

    private long indexed() throws Exception {
        return (Long) server.getAttribute(name(), "Indexed");
    }

    private static ObjectName name() throws Exception {
        return new ObjectName("dev.drawbridge.sink:type=sink-task-metrics,connector=" + CONNECTOR + ",task=0");
    }
}
