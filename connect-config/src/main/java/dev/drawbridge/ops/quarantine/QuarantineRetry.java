package dev.drawbridge.ops.quarantine;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.kafka.KafkaAccess;
import dev.drawbridge.ops.republish.RepublishApi;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Retries quarantined events of one aggregate type. That never publishes an old version late: the write side is asked to publish
 * the aggregates again, as they are now.
 */
public final class QuarantineRetry {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final KafkaAccess kafka;
    private final QuarantineTopic quarantine;
    private final RepublishApi writeService;
    private final String aggregatetype;
    private final List<String> publicTopics;

    /**
     * @param publicTopics where the connectors publish events of this aggregate type that list refused ones in this quarantine topic;
     *     not empty
     */
    public QuarantineRetry(
            KafkaAccess kafka,
            QuarantineTopic quarantine,
            RepublishApi writeService,
            String aggregatetype,
            List<String> publicTopics) {
        this.kafka = kafka;
        this.quarantine = quarantine;
        this.writeService = writeService;
        this.aggregatetype = aggregatetype;
        this.publicTopics = publicTopics;
    }

    /**
     * What came of a retry.
     *
     * @param settled of the chosen entries and of others
     * @param missing ids of aggregates that the write service does not have; their entries stay as they are
     */
    public record Outcome(List<Entry> settled, List<String> missing) {
        static final Outcome NONE = new Outcome(List.of(), List.of());
    }

    /**
     * Has the aggregates of {@code chosen} published again, and settles whatever is quarantined of them once they are published.
     *
     * @throws ActionRequiredException when the write service refuses; nothing is settled then
     */
    public Outcome retry(List<Entry> chosen) throws IOException, InterruptedException {
        List<Entry> before = ofThisType(quarantine.entries());
        Set<String> ids = ids(chosen);
        List<String> missing;
        List<Entry> settled;
        try (NewlyPublished published = new NewlyPublished(kafka, publicTopics)) {
            missing = writeService.some(aggregatetype, ids).missing();
            missing.forEach(ids::remove);
            await(published, chosen.stream().filter(of(ids)).toList(), before);
            settled = before.stream().filter(of(ids)).filter(published::covers).toList();
        }
        quarantine.settle(settled.stream().map(Entry::key).toList());
        return new Outcome(settled, missing);
    }

    private static Predicate<Entry> of(Set<String> ids) {
        return entry -> ids.contains(entry.aggregateid());
    }

    /** Returns when all are published, or their aggregates have been refused again, or after the timeout. */
    private void await(NewlyPublished published, List<Entry> chosen, List<Entry> before) {
        Instant deadline = Instant.now().plus(TIMEOUT);
        List<Entry> open;
        do {
            published.poll();
            open = chosen.stream().filter(entry -> !published.covers(entry)).toList();
        } while (!refusedAgain(before).containsAll(ids(open)) && Instant.now().isBefore(deadline));
    }

    private Set<String> refusedAgain(List<Entry> before) {
        List<Entry> now = new ArrayList<>(ofThisType(quarantine.entries()));
        now.removeAll(before);
        return ids(now);
    }

    private List<Entry> ofThisType(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.aggregatetype().equals(aggregatetype))
                .toList();
    }

    private static Set<String> ids(List<Entry> entries) {
        return entries.stream().map(Entry::aggregateid).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
