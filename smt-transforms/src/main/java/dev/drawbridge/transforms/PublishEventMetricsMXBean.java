package dev.drawbridge.transforms;

import java.util.Map;

/** What one instance of the transform, which is one task, has done since it was configured. */
public interface PublishEventMetricsMXBean {
    /** Events published, erasures included. */
    long getPublished();

    /** Erasures published. */
    long getErased();

    /** Events published that are marked as replays. */
    long getReplayed();

    /** Heartbeats and transaction markers passed. */
    long getPassed();

    /** Records quarantined. */
    long getQuarantined();

    /** Records quarantined, by the rule they broke. */
    Map<String, Long> getQuarantinedByRule();

    /** Records that stopped the task. */
    long getFailed();

    /** Time spent making events, in microseconds. */
    long getMappingTimeMicros();

    /** The SHA-256 of the contract bundle in use. */
    String getContractHash();
}
