package dev.drawbridge.bench.sink;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of one partition with order documents, there for one run. */
final class BenchTopic implements AutoCloseable {
    private final String name;
    private final Admin admin;
    private final KafkaProducer<String, byte[]> producer;

    private BenchTopic(String bootstrap, String name) {
        this.name = name;
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "linger.ms", 0);
        this.admin = Admin.create(config);
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    static BenchTopic create(String bootstrap, String name) throws Exception {
        BenchTopic topic = new BenchTopic(bootstrap, name);
        topic.admin
                .createTopics(List.of(new NewTopic(name, Optional.of(1), Optional.empty())))
                .all()
                .get();
        return topic;
    }

    String name() {
        return name;
    }

    void fill(int documents) throws InterruptedException, ExecutionException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int number = 0; number < documents; number++) {
            sent.add(send(number));
        }
        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
    }

    /** Done when the broker has it. */
    Future<RecordMetadata> send(int number) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(name, OrderDocuments.id(number), OrderDocuments.json(number));
        String version = Long.toString(OrderDocuments.version(number));
        record.headers().add("ce_aggregateversion", version.getBytes(StandardCharsets.UTF_8));
        return producer.send(record);
    }

    @Override
    public void close() {
        producer.close();
        KafkaFuture<Void> unused = admin.deleteTopics(List.of(name)).all().whenComplete((done, failure) -> {
            if (failure != null) {
                System.err.println("Topic " + name + " is left behind: " + failure);
            }
        });
        admin.close();
    }
}
