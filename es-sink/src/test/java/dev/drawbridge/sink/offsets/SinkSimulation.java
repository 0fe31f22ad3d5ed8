package dev.drawbridge.sink.offsets;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;

/** A compacted topic, a cluster of indices with snapshots, and Connect, around the real model of what a task has seen. */
final class SinkSimulation implements ConsumerControl {

    static final Duration RETENTION = Duration.ofDays(30);
    private static final long COMPACTION_LAG_MS = Duration.ofDays(1).toMillis();
    static final int PARTITIONS = 2;
    /** Dropped by a transform. */
    private static final String DROPPED = "k5";

    /** A record of the topic; without data it is a tombstone. */
    record Row(long offset, String key, long version, boolean erased, long timestamp) {}

    record Doc(long version, boolean erased) {}

    private static final class Index {
        final String identity;
        final Map<String, Doc> documents = new TreeMap<>();

        Index(String identity, Map<String, Doc> documents) {
            this.identity = identity;
            this.documents.putAll(documents);
        }

        /** As external_gte does. */
        void apply(Row row) {
            documents.merge(
                    row.key, new Doc(row.version, row.erased), (old, next) -> next.version >= old.version ? next : old);
        }
    }

    private record InFlight(int partition, Row row) {}

    private record Id(String identity, CheckpointKey key) {}

    private record Snapshot(
            Map<String, Doc> documents, Map<Id, Checkpoint> checkpoints, Map<String, Integer> generations) {}

    private long now = Duration.ofDays(1_000).toMillis();
    private int identities;

    // the topic
    private final List<List<Row>> log = new ArrayList<>();
    private final long[] end = new long[PARTITIONS];
    private final Map<String, Doc> truth = new TreeMap<>();
    private final Map<String, Long> versions = new HashMap<>();

    // the cluster
    private final Map<String, Index> indices = new HashMap<>();
    private Map<Id, Checkpoint> checkpoints = new HashMap<>();
    private Map<String, Integer> generations = new HashMap<>();
    private final Map<String, Snapshot> snapshots = new HashMap<>();
    private boolean reachable = true;
    private boolean complete = true;

    // Connect and the task
    private String target = "a";
    private final long[] committed = new long[PARTITIONS];
    private final long[] position = new long[PARTITIONS];
    private final long[] current = new long[PARTITIONS];
    private final Map<TopicPartition, Long> seeks = new HashMap<>();
    private final List<InFlight> inFlight = new ArrayList<>();
    private SinkProgress task;
    private String identityOfTask;
    private String refusal;

    SinkSimulation() {
        indices.put("a", create());
        newTopic();
    }

    private Index create() {
        return new Index("i" + identities++, Map.of());
    }

    /** The first key of a partition is never written again: compaction leaves one record that the index has seen. */
    private void newTopic() {
        log.clear();
        truth.clear();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            log.add(new ArrayList<>());
            end[partition] = 0;
            append(partition, "first-" + partition, false);
        }
    }

    // what may happen

    void write(int key, boolean erased) {
        append(key % PARTITIONS, "k" + key, erased);
    }

    private void append(int partition, String key, boolean erased) {
        now += 1_000;
        long version = versions.merge(key, 1L, Long::sum);
        log.get(partition).add(new Row(end[partition]++, key, version, erased, now));
        if (!key.equals(DROPPED)) {
            truth.put(key, new Doc(version, erased));
        }
    }

    void pass(Duration time) {
        now += time.toMillis();
    }

    /** Keeps the newest of each key, unless that is a tombstone that is too old; never touches what is young or last. */
    void compact() {
        now += 1_000;
        for (List<Row> partition : log) {
            Map<String, Long> newest = partition.stream().collect(Collectors.toMap(Row::key, Row::offset, Math::max));
            long last = partition.get(partition.size() - 1).offset;
            partition.removeIf(row -> row.offset != last
                    && now - row.timestamp > COMPACTION_LAG_MS
                    && (newest.get(row.key) > row.offset
                            || (row.erased && now - row.timestamp > RETENTION.toMillis())));
        }
    }

    void recreateTopic(boolean offsetsStay) {
        stop();
        now += 1_000;
        newTopic();
        if (!offsetsStay) {
            java.util.Arrays.fill(committed, 0);
        }
    }

    /** The new topic has been written to, and compacted, before the sink meets it. */
    void recreateTopicThatGrows(int records) {
        recreateTopic(true);
        for (int i = 0; i < records; i++) {
            write(i % (2 * PARTITIONS), false);
        }
        pass(Duration.ofDays(2));
        compact();
    }

    /** As an operator does while the connector is stopped. */
    void moveOffset(int partition, long to) {
        stop();
        committed[partition] = Math.min(to, end[partition]);
    }

    void switchTo(String index) {
        stop();
        target = index;
        indices.computeIfAbsent(index, missing -> create());
    }

    void recreateIndex(String index) {
        indices.put(index, create());
    }

    void snapshot(String index) {
        Optional.ofNullable(indices.get(index))
                .ifPresent(taken -> snapshots.put(
                        index,
                        new Snapshot(Map.copyOf(taken.documents), Map.copyOf(checkpoints), Map.copyOf(generations))));
    }

    /** @param over whether the closed index keeps its UUID, and gets another history */
    void restore(String from, String to, boolean over, boolean withCheckpoints) {
        Snapshot snapshot = snapshots.get(from);
        if (snapshot == null) {
            return;
        }
        String identity = over && indices.containsKey(to)
                ? indices.get(to).identity.replaceAll("\\..*", "") + ".h" + identities++
                : "i" + identities++ + ".h";
        indices.put(to, new Index(identity, snapshot.documents));
        if (withCheckpoints) {
            checkpoints = new HashMap<>(snapshot.checkpoints);
            generations = new HashMap<>(snapshot.generations);
        }
    }

    /** The sink is down while a tombstone comes and goes; another record of its partition is the last one. */
    void missErasure(int key) {
        stop();
        write(key, true);
        write(key + PARTITIONS, false);
        pass(RETENTION.plusDays(10));
        compact();
    }

    /** Whether all shards of the index are there. */
    void complete(boolean index) {
        complete = index;
    }

    void reach(boolean cluster) {
        reachable = cluster;
    }

    void start() {
        if (task == null) {
            indices.computeIfAbsent(target, missing -> create());
            identityOfTask = indices.get(target).identity;
            refusal = null;
            task = new SinkProgress(
                    new Store(), this, OffsetReset.EARLIEST, Optional.of(RETENTION), Map.of(), () -> now);
            open();
        }
    }

    private void open() {
        seeks.clear();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            position[partition] = committed[partition];
            current[partition] = committed[partition];
        }
        task.open(partitions());
    }

    void stop() {
        if (task != null) {
            commit();
            crash();
        }
    }

    void crash() {
        task = null;
        inFlight.clear();
        seeks.clear();
    }

    void rebalance() {
        if (task != null) {
            commit();
            if (task != null) {
                task.close(partitions());
                inFlight.clear();
                open();
            }
        }
    }

    /** One turn of the task: Connect goes where it is sent, and brings up to {@code most} records of each partition. */
    void poll(int most) {
        if (task == null) {
            return;
        }
        now += 1_000;
        seeks.forEach((partition, offset) -> {
            position[partition.partition()] = offset;
            current[partition.partition()] = offset;
        });
        seeks.clear();
        List<SinkRecord> records = new ArrayList<>();
        Map<SinkRecord, InFlight> rows = new HashMap<>();
        long[] next = position.clone();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            if (position[partition] > end[partition]) {
                position[partition] = 0; // as auto.offset.reset=earliest does
                next[partition] = 0; // which Connect does not learn
            }
            long from = position[partition];
            for (Row row : log.get(partition).stream()
                    .filter(each -> each.offset >= from)
                    .limit(most)
                    .toList()) {
                next[partition] = row.offset + 1;
                if (!row.key.equals(DROPPED)) {
                    SinkRecord record = record(partition, row);
                    records.add(record);
                    rows.put(record, new InFlight(partition, row));
                }
            }
        }
        attempt(() -> {
            Collection<SinkRecord> taken = task.onPut(records, false);
            taken.forEach(record -> inFlight.add(rows.get(record)));
            for (int partition = 0; partition < PARTITIONS; partition++) {
                if (next[partition] != position[partition]) {
                    position[partition] = next[partition];
                    current[partition] = next[partition];
                }
            }
        });
    }

    private static SinkRecord record(int partition, Row row) {
        return new SinkRecord(
                "orders",
                partition,
                null,
                row.key,
                null,
                row.erased ? null : row.version,
                row.offset,
                row.timestamp,
                TimestampType.CREATE_TIME);
    }

    /** Elasticsearch takes some documents, wherever the index's name leads. */
    void settle(int most) {
        for (int i = 0; i < most && !inFlight.isEmpty() && reachable; i++) {
            indices.computeIfAbsent(target, missing -> create()).apply(inFlight.remove(0).row);
        }
    }

    void commit() {
        if (task == null) {
            return;
        }
        attempt(() -> {
            if (!reachable) {
                return;
            }
            if (!indices.get(target).identity.equals(identityOfTask)) {
                throw new ConnectException("the index is another one");
            }
            Map<TopicPartition, OffsetAndMetadata> consumed = new HashMap<>();
            Map<TopicPartition, OffsetAndMetadata> settled = new HashMap<>();
            for (TopicPartition partition : partitions()) {
                int number = partition.partition();
                long first = inFlight.stream()
                        .filter(each -> each.partition == number)
                        .mapToLong(each -> each.row.offset)
                        .min()
                        .orElse(Long.MAX_VALUE);
                consumed.put(partition, new OffsetAndMetadata(current[number]));
                settled.put(partition, new OffsetAndMetadata(Math.min(first, current[number])));
            }
            task.onPreCommit(consumed, settled)
                    .forEach((partition, offset) -> committed[partition.partition()] = offset.offset());
        });
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (dev.drawbridge.sink.failure.ClusterUnavailableException e) {
            return; // Connect delivers the same again
        } catch (ConnectException e) {
            refusal = e.getMessage();
            crash();
        }
    }

    // what is asked in the end

    /** Some turns of the task, at the end of which not all need be settled. */
    void work(int settled) {
        start();
        for (int turn = 0; turn < 5; turn++) {
            commit();
            poll(3);
            settle(settled);
        }
    }

    /** Lets the sink do all that it can. */
    void finish() {
        reachable = true;
        complete = true;
        crash();
        start();
        for (int turn = 0; turn < 30 && refusal == null; turn++) {
            now += 10_000;
            commit();
            poll(100);
            settle(1_000);
        }
    }

    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Documents that can be found, with their versions. */
    Map<String, Long> live() {
        return live(indices.get(target).documents);
    }

    /** What the topic's writers have said last. */
    Map<String, Long> expected() {
        return live(truth);
    }

    private static Map<String, Long> live(Map<String, Doc> documents) {
        Map<String, Long> live = new TreeMap<>();
        documents.forEach((key, document) -> {
            if (!document.erased) {
                live.put(key, document.version);
            }
        });
        return live;
    }

    // what the model asks of Connect and the cluster

    @Override
    public void seek(TopicPartition partition, long offset) {
        seeks.put(partition, offset);
    }

    @Override
    public void commitSoon() {}

    @Override
    public void pollSoon() {}

    private static List<TopicPartition> partitions() {
        return List.of(new TopicPartition("orders", 0), new TopicPartition("orders", 1));
    }

    private final class Store implements CheckpointStore {

        private final String index = target;
        private final String identity = identityOfTask;

        @Override
        public Optional<String> index(String topic) {
            return Optional.of(index);
        }

        @Override
        public String identity(String name) {
            return identity;
        }

        @Override
        public OptionalInt generation(String name) {
            requireReachable();
            Integer generation = generations.get(identity);
            return generation == null ? OptionalInt.empty() : OptionalInt.of(generation);
        }

        @Override
        public IndexContent content(String name) {
            requireReachable();
            if (!indices.get(index).identity.equals(identity)) {
                throw new ConnectException("the index is another one");
            }
            if (!complete) {
                return IndexContent.UNKNOWN;
            }
            return indices.get(index).documents.isEmpty() ? IndexContent.EMPTY : IndexContent.DOCUMENTS;
        }

        @Override
        public void saveGeneration(String name, int generation) {
            requireReachable();
            generations.merge(identity, generation, Math::max);
        }

        @Override
        public Map<TopicPartition, Checkpoint> load(Collection<CheckpointKey> keys) {
            requireReachable();
            Map<TopicPartition, Checkpoint> loaded = new HashMap<>();
            keys.forEach(key -> Optional.ofNullable(checkpoints.get(new Id(identity, key)))
                    .ifPresent(checkpoint -> loaded.put(key.partition(), checkpoint)));
            return loaded;
        }

        @Override
        public void save(Map<CheckpointKey, Checkpoint> more) {
            requireReachable();
            more.forEach((key, checkpoint) -> checkpoints.put(new Id(identity, key), checkpoint));
        }

        private void requireReachable() {
            if (!reachable) {
                throw new dev.drawbridge.sink.failure.ClusterUnavailableException("away", null);
            }
        }
    }
}
