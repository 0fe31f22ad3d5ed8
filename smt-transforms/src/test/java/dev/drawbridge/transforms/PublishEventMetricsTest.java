package dev.drawbridge.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class PublishEventMetricsTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    @Test
    void countsPerInstanceWhatBecameOfRecords() throws JMException {
        Set<ObjectName> before = names();
        PublishEvent<SourceRecord> transform = Transforms.with(Map.of("on.error", "quarantine"));
        Set<ObjectName> mine = names();
        mine.removeAll(before);
        ObjectName name = mine.iterator().next();

        transform.apply(OutboxChange.lineAdded().build());
        transform.apply(OutboxChange.lineAdded().set("replay", true).build());
        transform.apply(OutboxChange.erased().build());
        transform.apply(OutboxChange.lineAdded().set("type", "OrderTeleported").build());
        transform.apply(OtherRecords.of("heartbeat"));
        assertThatThrownBy(() -> transform.apply(
                        OutboxChange.erased().set("type", "OrderForgotten").build()))
                .isInstanceOf(DataException.class);

        assertThat(SERVER.getAttribute(name, "Published")).isEqualTo(3L);
        assertThat(SERVER.getAttribute(name, "Replayed")).isEqualTo(1L);
        assertThat(SERVER.getAttribute(name, "Erased")).isEqualTo(1L);
        assertThat(SERVER.getAttribute(name, "Passed")).isEqualTo(1L);
        assertThat(SERVER.getAttribute(name, "Quarantined")).isEqualTo(1L);
        assertThat(SERVER.getAttribute(name, "Failed")).isEqualTo(1L);
        assertThat(SERVER.getAttribute(name, "ContractHash")).isEqualTo(Transforms.CONTRACT_HASH);
        TabularData byRule = (TabularData) SERVER.getAttribute(name, "QuarantinedByRule");
        assertThat(byRule.get(new Object[] {"unknown.type"}).get("value")).isEqualTo(1L);

        transform.close();
        assertThat(SERVER.isRegistered(name)).isFalse();
    }

    /** Kafka 3.9 and 4.0 lack Connect's interface for plugin metrics: a class that names it would not load there. */
    @Test
    void needsNothingThatOlderWorkersLack() {
        assertThat(PublishEvent.class.getInterfaces())
                .noneMatch(type -> type.getName().endsWith("Monitorable"));
    }

    private static Set<ObjectName> names() throws JMException {
        return new TreeSet<>(
                SERVER.queryNames(new ObjectName("dev.drawbridge.transforms:type=publish-event-metrics,*"), null));
    }
}
