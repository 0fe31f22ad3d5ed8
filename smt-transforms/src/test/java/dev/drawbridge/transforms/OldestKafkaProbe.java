package dev.drawbridge.transforms;

import org.apache.kafka.common.utils.AppInfoParser;

/** What {@link OldestKafkaTest} has done under another Kafka's classes. Public, because it is called from outside them. */
public final class OldestKafkaProbe {
    private OldestKafkaProbe() {}

    /** The version of Kafka whose classes are used. */
    public static String kafka() {
        return AppInfoParser.getVersion();
    }

    /** An event, an erasure and a quarantined record, as the transform makes them there. */
    public static String records() {
        return RecordView.of(Transforms.failing().apply(OutboxChange.lineAdded().build())) + "\n"
                + RecordView.of(Transforms.failing().apply(OutboxChange.erased().build())) + "\n"
                + RecordView.of(Transforms.quarantining()
                        .apply(OutboxChange.lineAdded()
                                .set("type", "OrderTeleported")
                                .build()))
                + "\n" + Transforms.failing().config().names().size();
    }
}
