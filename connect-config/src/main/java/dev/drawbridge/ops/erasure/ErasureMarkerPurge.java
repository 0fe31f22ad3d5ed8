package dev.drawbridge.ops.erasure;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.search.Hit;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.elastic.ElasticsearchClients;
import dev.drawbridge.ops.kafka.KafkaAccess;
import dev.drawbridge.ops.kafka.TopicReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Removes the erasure markers that are no longer needed: those whose id no longer occurs in the topic. Compaction has then removed
 * even the erasure itself, {@code delete.retention.ms} after it was written, so no replay of the topic can bring the document back.
 * The age of a marker is not asked: the topic itself says what can still be replayed, which is why it must be a
 * {@link SourceTopicResolver}'s. A marker that changes meanwhile is left alone. Used by one thread.
 */
public final class ErasureMarkerPurge {
    private static final int PAGE = 1_000;
    private static final int OK = 200;

    private final KafkaAccess kafka;
    private final SourceTopicResolver feed;
    private final ElasticsearchClient elasticsearch;

    /** @param elasticsearch as a user that may search and delete in the index */
    public ErasureMarkerPurge(KafkaAccess kafka, SourceTopicResolver feed, ElasticsearchClient elasticsearch) {
        this.kafka = kafka;
        this.feed = feed;
        this.elasticsearch = elasticsearch;
    }

    private record Marker(String id, long seqNo, long primaryTerm) {}

    /** How many were found, are outdated, and were deleted. */
    public record Purged(int markers, int outdated, int deleted) {}

    /**
     * Searches for markers, and deletes those that are outdated if {@code delete} says so. Reads the whole topic.
     *
     * @throws ActionRequiredException when the broker does not know the topic, or Elasticsearch refuses
     * @throws IOException when Elasticsearch does not answer
     */
    public Purged run(boolean delete) throws IOException {
        try {
            Map<String, Marker> markers = markers(); // before the topic is read: what is written later is seen there
            int found = markers.size();
            if (found > 0) {
                removeIdsOfTheTopic(markers);
            }
            int deleted = 0;
            List<Marker> outdated = new ArrayList<>(markers.values());
            for (int from = 0; delete && from < outdated.size(); from += PAGE) {
                deleted += delete(outdated.subList(from, Math.min(outdated.size(), from + PAGE)));
            }
            return new Purged(found, outdated.size(), deleted);
        } catch (ElasticsearchException e) {
            throw new ActionRequiredException("Elasticsearch refuses to purge erasure markers of index '" + feed.index()
                    + "' (" + ElasticsearchClients.describe(e) + ").");
        }
    }

    private Map<String, Marker> markers() throws IOException {
        elasticsearch.indices().refresh(refresh -> refresh.index(feed.index()));
        Map<String, Marker> markers = new HashMap<>();
        @Nullable String last = null;
        List<Hit<Void>> hits;
        do {
            hits = elasticsearch.search(page(last), Void.class).hits().hits();
            for (Hit<Void> hit : hits) {
                last = Objects.requireNonNull(hit.id());
                markers.put(
                        last,
                        new Marker(
                                last, Objects.requireNonNull(hit.seqNo()), Objects.requireNonNull(hit.primaryTerm())));
            }
        } while (hits.size() == PAGE);
        return markers;
    }

    /** Markers hold their id as a field, which can be sorted by. */
    private SearchRequest page(@Nullable String after) {
        return SearchRequest.of(search -> {
            search.index(feed.index())
                    .size(PAGE)
                    .source(source -> source.fetch(false))
                    .seqNoPrimaryTerm(true)
                    .query(query -> query.term(term -> term.field("erased").value(true)))
                    .sort(sort -> sort.field(field -> field.field("id")));
            return after == null ? search : search.searchAfter(FieldValue.of(after));
        });
    }

    /** Uncommitted records count as well: in doubt a marker stays. */
    private void removeIdsOfTheTopic(Map<String, Marker> markers) {
        new TopicReader(kafka).readUncommitted(feed.topic(), record -> {
            if (record.key() != null) {
                markers.remove(new String(record.key(), StandardCharsets.UTF_8));
            }
        });
    }

    private int delete(List<Marker> markers) throws IOException {
        BulkRequest.Builder bulk = new BulkRequest.Builder().index(feed.index());
        markers.forEach(marker -> bulk.operations(operation -> operation.delete(
                delete -> delete.id(marker.id()).ifSeqNo(marker.seqNo()).ifPrimaryTerm(marker.primaryTerm()))));
        return (int) elasticsearch.bulk(bulk.build()).items().stream()
                .filter(item -> item.status() == OK)
                .count();
    }
}
