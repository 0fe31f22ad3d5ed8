package dev.drawbridge.transforms;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What {@link OldestKafkaTest} has done under another Kafka's classes. Public, because it is called from outside them. */
public final class OldestKafkaProbe {
    private OldestKafkaProbe() {}

    /** The version of Kafka whose classes are used, from the file that its client jar carries. */
    public static String kafka() {
        try (InputStream version =
                OldestKafkaProbe.class.getClassLoader().getResourceAsStream("kafka/kafka-version.properties")) {
            Properties properties = new Properties();
            properties.load(version);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
