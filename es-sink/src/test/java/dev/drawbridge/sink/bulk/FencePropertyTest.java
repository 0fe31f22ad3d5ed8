package dev.drawbridge.sink.bulk;

import static dev.drawbridge.sink.Records.TOPIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.sink.Records;
import dev.drawbridge.sink.document.Document;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Buffer, delivery and ledger together, against a model of external_gte, not as a proof of what Elasticsearch does: that is for
 * the tests with a real server.
 */
class FencePropertyTest {

    private static final int PARTITIONS = 2;
    private static final int IDS = 6;

    /** One thread plays all: deliveries, bulks that end in any order, failures, rebalances with zombies. */
    @Property(tries = 1_000)
    void theIndexHoldsTheNewestVersionsAndOffsetsNeverPassAnUnwrittenRecord(@ForAll long seed) {
        new World(new Random(seed)).play();
    }

    @Property(tries = 50)
    void threadsNeverSendOneDocumentTwiceAtOnce(@ForAll long seed) {
        Random random = new Random(seed);
        ModelElasticsearch model = new ModelElasticsearch(random);
        model.thinkNanos = 100_000;
        World world = new World(random, model);
        BulkLimits limits = new BulkLimits(3, 2_000, 0, 4, 1_000_000, 10_000);
        try (BulkWriter writer = new BulkWriter("test", model, world, backoff(random), limits)) {
            for (List<SinkRecord> log : world.logs) {
                for (SinkRecord record : log) {
                    writer.write(List.of(Records.document(record)));
                }
            }
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> {
                writer.rethrow();
                return writer.isIdle();
            });
            assertThat(writer.heldBytes()).isZero();
            assertThat(writer.heldRecords()).isZero();
        }
        assertThat(model.sources()).isEqualTo(world.expected());
    }

    private static Backoff backoff(Random random) {
        return new Backoff(Backoff.WITHOUT_END, 1, random, new FakeTime());
    }

    private static final class World implements BulkListener {

        final List<List<SinkRecord>> logs = new ArrayList<>();
        private final Random random;
        private final ModelElasticsearch model;
        private final OffsetLedger ledger = new OffsetLedger();
        private final BulkBuffer buffer;
        private final BulkDelivery delivery;
        private final List<List<Pending>> inFlight = new ArrayList<>();
        private final long[] positions = new long[PARTITIONS];
        private long now;

        World(Random random) {
            this(random, new ModelElasticsearch(random));
        }

        World(Random random, ModelElasticsearch model) {
            this.random = random;
            this.model = model;
            ConcurrencyLimit concurrency = new ConcurrencyLimit(3);
            BulkLimits limits = new BulkLimits(1 + random.nextInt(5), 600, 2, 3, 1_000_000, 10_000);
            buffer = new BulkBuffer(limits, concurrency, () -> now);
            delivery = new BulkDelivery(model, this, backoff(random), concurrency, buffer::keepBelow);
            IntStream.range(0, PARTITIONS).forEach(partition -> logs.add(log(partition)));
            ledger.open(List.of(partition(0), partition(1)));
        }

        /** Each id in one partition; versions out of order and twice, as no honest topic has them. */
        private List<SinkRecord> log(int partition) {
            List<String> events = new ArrayList<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                String id = "o-" + (random.nextInt(IDS / PARTITIONS) * PARTITIONS + partition);
                events.add(id + "@" + (1 + random.nextInt(8)));
            }
            if (random.nextBoolean()) {
                Collections.shuffle(events, random);
            }
            List<SinkRecord> log = new ArrayList<>();
            for (String event : events) {
                String id = event.substring(0, event.indexOf('@'));
                long version = Long.parseLong(event.substring(event.indexOf('@') + 1));
                boolean erasure = version == 8;
                if (!erasure && random.nextInt(12) == 0) {
                    model.poison.add(event);
                }
                Object value = erasure ? null : "{\"orderId\":\"" + id + "\",\"version\":" + version + "}";
                log.add(Records.of(partition, log.size(), id, version, value));
            }
            return log;
        }

        void play() {
            for (int step = 0; step < 150; step++) {
                switch (random.nextInt(12)) {
                    case 0, 1, 2 -> deliver(random.nextInt(PARTITIONS));
                    case 3, 4, 5 -> begin();
                    case 6, 7, 8 -> end();
                    case 9 -> now++;
                    case 10 -> {
                        if (random.nextInt(5) == 0) {
                            rebalance(random.nextInt(PARTITIONS));
                        }
                    }
                    default -> checkOffsets();
                }
            }
            while (positions[0] < logs.get(0).size()
                    || positions[1] < logs.get(1).size()
                    || !buffer.isEmpty()) {
                deliver(0);
                deliver(1);
                begin();
                end();
                now++;
                checkOffsets();
            }
            assertThat(model.sources()).isEqualTo(expected());
            IntStream.range(0, PARTITIONS).forEach(partition -> assertThat(committable(partition))
                    .isEqualTo(logs.get(partition).size()));
        }

        private void deliver(int partition) {
            List<SinkRecord> log = logs.get(partition);
            int from = (int) positions[partition];
            List<SinkRecord> batch = log.subList(from, Math.min(log.size(), from + 1 + random.nextInt(4)));
            ledger.delivered(batch);
            buffer.add(batch.stream().map(Records::document).toList());
            positions[partition] += batch.size();
        }

        private void begin() {
            List<Pending> bulk = buffer.poll();
            if (!bulk.isEmpty()) {
                inFlight.add(bulk);
            }
        }

        private void end() {
            if (!inFlight.isEmpty()) {
                List<Pending> bulk = inFlight.remove(random.nextInt(inFlight.size()));
                List<Pending.DocumentKey> keys = bulk.stream().map(Pending::key).toList();
                delivery.deliver(bulk);
                buffer.done(keys);
            }
        }

        /** The partition comes back at once, from its committed offset; what is held of it lives on as a zombie. */
        private void rebalance(int partition) {
            long committed = committable(partition);
            ledger.close(List.of(partition(partition)));
            ledger.open(List.of(partition(partition)));
            positions[partition] = committed;
        }

        private void checkOffsets() {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                for (SinkRecord record : logs.get(partition).subList(0, Math.toIntExact(committable(partition)))) {
                    Document document = Records.document(record);
                    if (!model.poison.contains(document.id() + "@" + document.version())) {
                        assertThat(model.version(document.id())).isGreaterThanOrEqualTo(document.version());
                    }
                }
            }
        }

        private long committable(int partition) {
            return ledger.committable(Map.of(partition(partition), new OffsetAndMetadata(positions[partition])))
                    .get(partition(partition))
                    .offset();
        }

        private static TopicPartition partition(int number) {
            return new TopicPartition(TOPIC, number);
        }

        /** The newest version that fits, computed from the logs alone. */
        Map<String, String> expected() {
            Map<String, Document> newest = new HashMap<>();
            for (List<SinkRecord> log : logs) {
                for (SinkRecord record : log) {
                    Document document = Records.document(record);
                    if (!model.poison.contains(document.id() + "@" + document.version())) {
                        newest.merge(document.id(), document, (a, b) -> a.version() > b.version() ? a : b);
                    }
                }
            }
            Map<String, String> sources = new HashMap<>();
            newest.forEach((id, document) ->
                    sources.put(id, UTF_8.decode(document.source().duplicate()).toString()));
            return sources;
        }

        @Override
        public void indexed(Document document) {
            settled(document);
        }

        @Override
        public void alreadyNewer(Document document) {
            settled(document);
        }

        @Override
        public void conflated(Document document) {
            settled(document);
        }

        @Override
        public void rejected(Document document, BulkItemResult result) {
            settled(document);
        }

        private void settled(Document document) {
            buffer.release(document);
            ledger.settled(document.origin());
        }

        @Override
        public void sent(long nanos) {}

        @Override
        public void retried(boolean overloaded) {}
    }
}
