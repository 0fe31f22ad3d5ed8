package dev.drawbridge.sink.bulk;

import static dev.drawbridge.sink.Records.TOPIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.sink.Records;
import dev.drawbridge.sink.bulk.queue.BulkBuffer;
import dev.drawbridge.sink.bulk.queue.BulkLimits;
import dev.drawbridge.sink.bulk.queue.BulksInFlight.Bulk;
import dev.drawbridge.sink.bulk.queue.ConcurrencyLimit;
import dev.drawbridge.sink.bulk.queue.PendingDocument;
import dev.drawbridge.sink.document.Document;
import dev.drawbridge.sink.offsets.OffsetTracker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Buffer, delivery and tracker together, against a model of external_gte, not as a proof of what Elasticsearch does: that is for
 * the tests with a real server. Partitions move between two tasks, as between two workers; topics hold versions out of order and
 * the same version with another state, as republishing makes it.
 */
class FencePropertyTest {

    private static final int PARTITIONS = 2;
    private static final int IDS = 6;

    /** One thread plays all: deliveries, bulks that end in any order, refusals, partitions that move in between. */
    @Property(tries = 1_000)
    void theIndexHoldsTheNewestStatesAndOffsetsNeverPassAnUnwrittenRecord(@ForAll long seed) {
        new World(new Random(seed)).play();
    }

    /** The model refuses to see one document in two requests at once, be it from two tasks. */
    @Property(tries = 50)
    void threadsNeverSendOneDocumentTwiceAtOnceNorForALostPartition(@ForAll long seed) {
        Random random = new Random(seed);
        World world = new World(random);
        world.model.thinkNanos = 100_000;
        BulkLimits limits = new BulkLimits(3, 2_000, 0, 4, 1_000_000, 10_000);
        Tracking first = new Tracking();
        Tracking second = new Tracking();
        try (BulkWriter loser = new BulkWriter("loser", world.model, first, backoff(random), limits);
                BulkWriter winner = new BulkWriter("winner", world.model, second, backoff(random), limits)) {
            first.own(0, 0);
            first.own(1, 0);
            for (int partition = 0; partition < PARTITIONS; partition++) {
                for (SinkRecord record : world.logs.get(partition)) {
                    first.deliver(record);
                    loser.write(List.of(Records.document(record)));
                }
            }
            assertThat(loser.revoke(List.of(partition(0)), Duration.ofMinutes(1)))
                    .isTrue();
            List<SinkRecord> log = world.logs.get(0);
            long from = first.committable(0);
            second.own(0, from);
            for (SinkRecord record : log.subList(Math.toIntExact(from), log.size())) {
                second.deliver(record);
                winner.write(List.of(Records.document(record)));
            }
            List.of(loser, winner).forEach(FencePropertyTest::awaitIdle);
        }
        assertThat(world.model.sources()).isEqualTo(world.expected());
    }

    private static void awaitIdle(BulkWriter writer) {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> {
            writer.rethrow();
            return writer.isIdle();
        });
        assertThat(writer.heldBytes()).isZero();
        assertThat(writer.heldRecords()).isZero();
    }

    private static Backoff backoff(Random random) {
        return new Backoff(Backoff.UNLIMITED, 1, 1, random);
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(TOPIC, number);
    }

    /** What is delivered to a task and what is settled. */
    private static class Tracking implements BulkResultListener {

        final OffsetTracker tracker = new OffsetTracker();
        final long[] positions = new long[PARTITIONS];

        void own(int partition, long from) {
            tracker.open(List.of(partition(partition)));
            positions[partition] = from;
        }

        void deliver(SinkRecord record) {
            tracker.delivered(List.of(record));
            positions[record.kafkaPartition()] = record.kafkaOffset() + 1;
        }

        long committable(int partition) {
            return tracker.committable(Map.of(partition(partition), new OffsetAndMetadata(positions[partition])))
                    .get(partition(partition))
                    .offset();
        }

        @Override
        public void indexed(Document document) {
            settled(document);
        }

        @Override
        public void versionConflict(Document document) {
            settled(document);
        }

        @Override
        public void coalesced(Document document) {
            settled(document);
        }

        @Override
        public void rejected(Document document, BulkItemResult result) {
            settled(document);
        }

        void settled(Document document) {
            tracker.settled(document.origin());
        }

        @Override
        public void revoked(Document document) {}

        @Override
        public void sent(long nanos) {}

        @Override
        public void retried(boolean overloaded) {}
    }

    /** A task without threads. */
    private static final class Task extends Tracking {

        final BulkBuffer buffer;
        final BulkDelivery delivery;
        final List<Bulk> inFlight = new ArrayList<>();
        private boolean delivering;

        Task(World world, Random random) {
            ConcurrencyLimit concurrency = new ConcurrencyLimit(3);
            BulkLimits limits = new BulkLimits(1 + random.nextInt(5), 600, 2, 3, 1_000_000, 10_000);
            buffer = new BulkBuffer(limits, concurrency, () -> world.now);
            delivery = new BulkDelivery(world.model, this, backoff(random), concurrency, buffer, () -> world.now);
        }

        void begin() {
            Bulk bulk = buffer.poll();
            if (!bulk.isEmpty()) {
                inFlight.add(bulk);
            }
        }

        void end(Random random) {
            if (!inFlight.isEmpty()) {
                Bulk bulk = inFlight.remove(random.nextInt(inFlight.size()));
                delivering = true;
                List<PendingDocument> again = delivery.deliver(bulk.documents());
                delivering = false;
                buffer.done(bulk, again);
            }
        }

        @Override
        void settled(Document document) {
            buffer.release(document);
            super.settled(document);
        }

        @Override
        public void revoked(Document document) {
            assertThat(delivering).isTrue();
            buffer.release(document);
        }
    }

    private static final class World {

        final List<List<SinkRecord>> logs = new ArrayList<>();
        final ModelElasticsearch model;
        private final Random random;
        private final List<Task> tasks;
        private final Task[] owners = new Task[PARTITIONS];
        private long now;

        World(Random random) {
            this.random = random;
            model = new ModelElasticsearch(random);
            tasks = List.of(new Task(this, random), new Task(this, random));
            IntStream.range(0, PARTITIONS).forEach(partition -> logs.add(log(partition)));
            IntStream.range(0, PARTITIONS).forEach(partition -> {
                owners[partition] = tasks.get(0);
                owners[partition].own(partition, 0);
            });
        }

        /** Each id in one partition. */
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
                Object value = erasure ? null : "{\"state\":" + log.size() + "}";
                log.add(Records.of(partition, log.size(), id, version, value));
            }
            return log;
        }

        void play() {
            for (int step = 0; step < 200; step++) {
                switch (random.nextInt(12)) {
                    case 0, 1, 2 -> deliver(random.nextInt(PARTITIONS));
                    case 3, 4, 5 -> any().begin();
                    case 6, 7, 8 -> any().end(random);
                    case 9 -> now += random.nextInt(2_000_000);
                    case 10 -> {
                        if (random.nextInt(4) == 0) {
                            rebalance(random.nextInt(PARTITIONS));
                        }
                    }
                    default -> checkOffsets();
                }
            }
            for (int round = 0; !isSettled(); round++) {
                assertThat(round).as("rounds until all is settled").isLessThan(2_000);
                deliver(0);
                deliver(1);
                tasks.forEach(Task::begin);
                tasks.forEach(task -> task.end(random));
                now += 1_000_000;
                checkOffsets();
            }
            assertThat(model.sources()).isEqualTo(expected());
            IntStream.range(0, PARTITIONS).forEach(partition -> assertThat(owners[partition].committable(partition))
                    .isEqualTo(logs.get(partition).size()));
            assertThat(tasks)
                    .allSatisfy(task -> assertThat(task.buffer.load().records()).isZero());
        }

        private boolean isSettled() {
            return IntStream.range(0, PARTITIONS)
                            .allMatch(partition -> owners[partition].positions[partition]
                                    == logs.get(partition).size())
                    && tasks.stream().allMatch(task -> task.buffer.isEmpty());
        }

        private Task any() {
            return tasks.get(random.nextInt(tasks.size()));
        }

        private void deliver(int partition) {
            Task owner = owners[partition];
            List<SinkRecord> log = logs.get(partition);
            int from = (int) owner.positions[partition];
            List<SinkRecord> batch = log.subList(from, Math.min(log.size(), from + 1 + random.nextInt(4)));
            batch.forEach(owner::deliver);
            owner.buffer.add(batch.stream().map(Records::document).toList());
        }

        /** The partition goes to either task, from its committed offset. What was taken to be sent has not been sent yet. */
        private void rebalance(int partition) {
            Task loser = owners[partition];
            long committed = loser.committable(partition);
            loser.buffer.revoke(Set.of(partition(partition)));
            loser.tracker.close(List.of(partition(partition)));
            owners[partition] = any();
            owners[partition].own(partition, committed);
        }

        private void checkOffsets() {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                int committed = Math.toIntExact(owners[partition].committable(partition));
                for (SinkRecord record : logs.get(partition).subList(0, committed)) {
                    Document document = Records.document(record);
                    if (!isPoison(document)) {
                        assertThat(model.version(document.id())).isGreaterThanOrEqualTo(document.version());
                    }
                }
            }
        }

        private boolean isPoison(Document document) {
            return model.poison.contains(document.id() + "@" + document.version());
        }

        /** The newest state that fits, of equal versions the last, computed from the logs alone. */
        Map<String, String> expected() {
            Map<String, Document> newest = new HashMap<>();
            Comparator<Document> order = Comparator.comparingLong(Document::version)
                    .thenComparingLong(document -> document.coordinates().offset());
            for (List<SinkRecord> log : logs) {
                log.stream()
                        .map(Records::document)
                        .filter(document -> !isPoison(document))
                        .forEach(document ->
                                newest.merge(document.id(), document, (a, b) -> order.compare(a, b) > 0 ? a : b));
            }
            Map<String, String> sources = new HashMap<>();
            newest.forEach((id, document) ->
                    sources.put(id, UTF_8.decode(document.source().duplicate()).toString()));
            return sources;
        }
    }
}
