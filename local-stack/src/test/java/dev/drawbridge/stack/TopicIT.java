package dev.drawbridge.stack;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The sink reads what is not committed yet, so that a test can have seen a document before its event can be read. */
@UsesStack
class TopicIT {
    @Test
    void anEventOfATransactionThatIsStillOpenIsWaitedFor(TestStack stack) throws Exception {
        String name = newTopic(stack);
        try (KafkaProducer<String, String> producer = producer(stack)) {
            sendInTransaction(producer, name, "committed");
            CompletableFuture<Void> committed = CompletableFuture.runAsync(
                    producer::commitTransaction, CompletableFuture.delayedExecutor(500, MILLISECONDS));
            assertThat(stack.topic(name).events())
                    .extracting(Topic.Event::value)
                    .containsExactly("committed");
            committed.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void anAbortedEventIsNone(TestStack stack) throws Exception {
        String name = newTopic(stack);
        try (KafkaProducer<String, String> producer = producer(stack)) {
            sendInTransaction(producer, name, "aborted");
            producer.abortTransaction();
            assertThat(stack.topic(name).events()).isEmpty();
        }
    }

    private static void sendInTransaction(KafkaProducer<String, String> producer, String topic, String value)
            throws Exception {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, "a", value)).get(10, TimeUnit.SECONDS);
    }

    private static String newTopic(TestStack stack) throws Exception {
        String name = "transactions-" + UUID.randomUUID();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.stack.broker.bootstrap()))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
        return name;
    }

    private static KafkaProducer<String, String> producer(TestStack stack) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        stack.stack.broker.bootstrap(),
                        "transactional.id",
                        UUID.randomUUID().toString()),
                new StringSerializer(),
                new StringSerializer());
    }
}
