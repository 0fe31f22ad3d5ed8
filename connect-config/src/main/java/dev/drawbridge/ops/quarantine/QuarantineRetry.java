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

    /** @param publicTopics where events of this aggregate type are published */
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
     * Has the aggregates of {@code chosen} published again, and settles whatever is quarantined of them once they are published.
     *
     * @return what was settled, of the chosen ones and of others
     * @throws ActionRequiredException when the write side cannot publish all of them; nothing is settled then
     */
    public List<Entry> retry(List<Entry> chosen) throws IOException, InterruptedException {
        List<Entry> before = ofThisType(quarantine.entries());
        Set<String> ids = ids(chosen);
        List<Entry> settled;
        try (NewlyPublished published = new NewlyPublished(kafka, publicTopics)) {
            republish(ids);
            await(published, chosen, before);
            settled = before.stream()
                    .filter(entry -> ids.contains(entry.aggregateid()) && published.covers(entry))
                    .toList();
        }
        quarantine.settle(settled.stream().map(Entry::key).toList());
        return settled;
    }

    private void republish(Set<String> ids) throws IOException, InterruptedException {
        List<String> missing = writeService.some(aggregatetype, ids).missing();
        if (!missing.isEmpty()) {
            throw new ActionRequiredException("The write service has no aggregate " + aggregatetype + " "
                    + String.join(", ", missing) + "; nothing was settled. Retry the others by their events' ids, and"
                    + " dismiss what can never be published.");
        }
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
