package dev.drawbridge.ops.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class NewlyPublishedTest {
    private static final TopicPartition PARTITION = new TopicPartition("orders.public.v1", 0);

    private static final TopicPartition OTHER = new TopicPartition("orders.public.v2", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final NewlyPublished published = new NewlyPublished(consumer, List.of(PARTITION.topic()));

    private long offset;

    NewlyPublishedTest() {
        consumer.assign(List.of(PARTITION, OTHER));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L, OTHER, 0L));
    }

    /** Two contracts of one aggregate type: it is not known which of them has refused it. */
    @Test
    void itHasToComeToAllTopics() {
        NewlyPublished ofBoth = new NewlyPublished(consumer, List.of(PARTITION.topic(), OTHER.topic()));
        comes(ofBoth, OTHER, "order", 2);
        assertThat(ofBoth.covers(setAside("order", 2))).isFalse();
        comes(ofBoth, PARTITION, "order", 1);
        assertThat(ofBoth.covers(setAside("order", 2))).isFalse();
        assertThat(ofBoth.covers(setAside("order", 1))).isTrue();
        comes(ofBoth, PARTITION, "order", 2);
        assertThat(ofBoth.covers(setAside("order", 2))).isTrue();
    }

    @Test
    void anOrderOfWhichNothingCameIsNotCovered() {
        comes("other", 7);
        assertThat(published.covers(setAside("order", 1))).isFalse();
        assertThat(published.covers(setAside("order", 0)))
                .as("an entry whose version could not be told")
                .isFalse();
    }

    @Test
    void theVersionThatWasSetAsideOrALaterOneCovers() {
        comes("order", 2);
        assertThat(published.covers(setAside("order", 0))).isTrue();
        assertThat(published.covers(setAside("order", 2))).isTrue();
        assertThat(published.covers(setAside("order", 3))).isFalse();
    }

    private void comes(String order, long version) {
        comes(published, PARTITION, order, version);
    }

    private void comes(NewlyPublished published, TopicPartition to, String order, long version) {
        ConsumerRecord<byte[], byte[]> event =
                new ConsumerRecord<>(to.topic(), to.partition(), offset++, bytes(order), bytes("{}"));
        event.headers().add("ce_aggregateversion", bytes(Long.toString(version)));
        consumer.addRecord(event);
        published.poll();
    }

    private static Entry setAside(String order, long version) {
        return new Entry("id", "Order", order, version, "row.malformed", "version is missing", Instant.EPOCH);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
