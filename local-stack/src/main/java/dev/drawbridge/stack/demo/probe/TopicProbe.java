package dev.drawbridge.stack.demo.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.ops.kafka.KafkaAccess;
import dev.drawbridge.ops.kafka.TopicReader;
import dev.drawbridge.stack.demo.probe.Endpoints.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads, from now on and committed records only, the public events, the quarantine and the dead letters. */
final class TopicProbe implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "ce_aggregateversion";

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Listener listener;
    private final Topics topics;
    private final Thread thread = new Thread(this::run, "demo-topics");

    /** Called on the probe's thread. */
    interface Listener {
        void published(String order, int version, long now);

        void quarantined(String order, int version);

        void deadLettered(String order, int version);
    }

    /** Stands at the ends of the topics when this returns: nothing written later is missed. */
    TopicProbe(KafkaAccess kafka, Topics topics, Listener listener) {
        this.listener = listener;
        this.topics = topics;
        this.consumer =
                new TopicReader(kafka).fromNow(List.of(topics.events(), topics.quarantine(), topics.deadLetters()));
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (consumer) {
            while (true) {
                var records = consumer.poll(Duration.ofSeconds(1));
                long now = System.nanoTime();
                records.forEach(record -> report(topics, listener, record, now));
            }
        } catch (WakeupException e) {
            // closed
        }
    }

    static void report(Topics topics, Listener listener, ConsumerRecord<byte[], byte[]> record, long now) {
        if (record.topic().equals(topics.events())) {
            listener.published(text(record.key()), version(record), now);
        } else if (record.topic().equals(topics.deadLetters())) {
            listener.deadLettered(text(record.key()), version(record));
        } else {
            reportQuarantined(listener, record.value());
        }
    }

    /** Neither a tombstone, which settles an entry, nor what is no entry of a known order. */
    private static void reportQuarantined(Listener listener, byte @Nullable [] value) {
        try {
            JsonNode entry = JSON.readTree(value == null ? new byte[0] : value);
            if (entry.path("aggregateid").isTextual() && entry.path("version").asInt() > 0) {
                listener.quarantined(
                        entry.get("aggregateid").asText(), entry.get("version").asInt());
            }
        } catch (IOException e) {
            // somebody else's
        }
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, UTF_8);
    }

    /** 0, which no command makes, when the header does not say one. */
    private static int version(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(VERSION);
        String version = header == null ? "" : text(header.value());
        return version.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(version) : 0;
    }

    @Override
    public void close() {
        consumer.wakeup();
    }
}
