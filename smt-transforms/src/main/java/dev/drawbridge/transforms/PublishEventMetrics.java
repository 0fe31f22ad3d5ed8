package dev.drawbridge.transforms;

import dev.drawbridge.contracts.outbox.OutboxRow;
import dev.drawbridge.contracts.refusal.Rule;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counters of one instance, seen by JMX while it is configured. JMX and not Connect's own plugin metrics, which workers before
 * 4.1 lack. Counting never stops publishing: what cannot be registered is logged. Thread-safe.
 */
final class PublishEventMetrics implements PublishEventMetricsMXBean, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PublishEventMetrics.class);
    private static final String NAME = "dev.drawbridge.transforms:type=publish-event-metrics,context=%s,id=%d";

    private final LongAdder published = new LongAdder();
    private final LongAdder erased = new LongAdder();
    private final LongAdder replayed = new LongAdder();
    private final LongAdder passed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder mappingNanos = new LongAdder();
    private final Map<Rule, LongAdder> quarantined = new ConcurrentHashMap<>();
    private final String contractHash;
    private final @Nullable ObjectName name;

    PublishEventMetrics(String context, String contractHash) {
        this.contractHash = contractHash;
        this.name = register(context);
    }

    /** Takes the first number that is free in this JVM: a transform does not know its task. */
    private @Nullable ObjectName register(String context) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        synchronized (PublishEventMetrics.class) {
            try {
                for (int id = 0; ; id++) {
                    ObjectName free = new ObjectName(NAME.formatted(context, id));
                    if (!server.isRegistered(free)) {
                        server.registerMBean(this, free);
                        return free;
                    }
                }
            } catch (JMException unseen) {
                LOG.warn("The metrics of context {} are not seen by JMX", context, unseen);
                return null;
            }
        }
    }

    void published(OutboxRow row, boolean erasure, long nanos) {
        published.increment();
        mappingNanos.add(nanos);
        if (erasure) {
            erased.increment();
        }
        if (row.replay()) {
            replayed.increment();
        }
    }

    void passed() {
        passed.increment();
    }

    void quarantined(Rule rule) {
        quarantined.computeIfAbsent(rule, any -> new LongAdder()).increment();
    }

    void failed() {
        failed.increment();
    }

    @Override
    public long getPublished() {
        return published.sum();
    }

    @Override
    public long getErased() {
        return erased.sum();
    }

    @Override
    public long getReplayed() {
        return replayed.sum();
    }

    @Override
    public long getPassed() {
        return passed.sum();
    }

    @Override
    public long getQuarantined() {
        return quarantined.values().stream().mapToLong(LongAdder::sum).sum();
    }

    @Override
    public Map<String, Long> getQuarantinedByRule() {
        Map<String, Long> byRule = new TreeMap<>();
        quarantined.forEach((rule, count) -> byRule.put(rule.ruleName(), count.sum()));
        return byRule;
    }

    @Override
    public long getFailed() {
        return failed.sum();
    }

    @Override
    public long getMappingTimeMicros() {
        return TimeUnit.NANOSECONDS.toMicros(mappingNanos.sum());
    }

    @Override
    public String getContractHash() {
        return contractHash;
    }

    @Override
    public void close() {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            if (name != null && server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
        } catch (JMException left) {
            LOG.warn("The metrics {} stay registered", name, left);
        }
    }
}
