package dev.drawbridge.ops.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.connect.IdleSafeHttp;
import dev.drawbridge.ops.kafka.TopicReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Removes the stubs of erased documents that are no longer needed: those whose id no longer occurs in the topic. Compaction has
 * then removed even the erasure itself, {@code delete.retention.ms} after it was written, so no replay of the topic can bring
 * the document back. The age of a stub is not asked: the topic itself says what can still be replayed, which is why it must be
 * a {@link SourceTopicResolver}. A stub that changes meanwhile is left alone. Used by one thread.
 */
public final class ErasureMarkerPurge {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 1_000;

    private final IdleSafeHttp http = new IdleSafeHttp();
    private final String bootstrap;
    private final SourceTopicResolver feed;
    private final URI elasticsearch;
    private final String authorization;

    /** @param user may search and delete in the index */
    public ErasureMarkerPurge(
            String bootstrap, SourceTopicResolver feed, URI elasticsearch, String user, String password) {
        this.bootstrap = bootstrap;
        this.feed = feed;
        this.elasticsearch = elasticsearch;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private record Stub(String id, long seqNo, long primaryTerm) {}

    /** What was found and done. */
    public record Outcome(int stubs, int outdated, int deleted) {}

    /**
     * Looks for stubs, and deletes those that are outdated if {@code delete} says so. Reads the whole topic.
     *
     * @throws ActionRequiredException when the broker does not know the topic
     * @throws IOException when Elasticsearch does not answer, or not with success
     */
    public Outcome run(boolean delete) throws IOException, InterruptedException {
        Map<String, Stub> stubs = stubs(); // before the topic is read: what is written later is seen there
        int found = stubs.size();
        if (found > 0) {
            withoutIdsOfTheTopic(stubs);
        }
        int deleted = 0;
        List<Stub> outdated = new ArrayList<>(stubs.values());
        for (int from = 0; delete && from < outdated.size(); from += PAGE) {
            deleted += delete(outdated.subList(from, Math.min(outdated.size(), from + PAGE)));
        }
        return new Outcome(found, outdated.size(), deleted);
    }

    private Map<String, Stub> stubs() throws IOException, InterruptedException {
        send("POST", "/" + feed.index() + "/_refresh", "");
        Map<String, Stub> stubs = new HashMap<>();
        @Nullable String last = null;
        JsonNode hits;
        do {
            hits = send("POST", "/" + feed.index() + "/_search", page(last)).at("/hits/hits");
            for (JsonNode hit : hits) {
                last = hit.path("_id").asText();
                stubs.put(
                        last,
                        new Stub(
                                last,
                                hit.path("_seq_no").asLong(),
                                hit.path("_primary_term").asLong()));
            }
        } while (hits.size() == PAGE);
        return stubs;
    }

    /** Stubs hold their id as a field, which can be sorted by. */
    private static String page(@Nullable String after) {
        ObjectNode search =
                JSON.createObjectNode().put("size", PAGE).put("_source", false).put("seq_no_primary_term", true);
        search.putObject("query").putObject("term").put("erased", true);
        search.putArray("sort").add("id");
        if (after != null) {
            search.putArray("search_after").add(after);
        }
        return search.toString();
    }

    /** Uncommitted records count as well: in doubt a stub stays. */
    private void withoutIdsOfTheTopic(Map<String, Stub> stubs) {
        new TopicReader(bootstrap).readUncommitted(feed.topic(), record -> {
            if (record.key() != null) {
                stubs.remove(new String(record.key(), StandardCharsets.UTF_8));
            }
        });
    }

    private int delete(List<Stub> stubs) throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder();
        for (Stub stub : stubs) {
            ObjectNode action = JSON.createObjectNode();
            action.putObject("delete")
                    .put("_id", stub.id())
                    .put("if_seq_no", stub.seqNo())
                    .put("if_primary_term", stub.primaryTerm());
            body.append(action).append('\n');
        }
        int deleted = 0;
        for (JsonNode item :
                send("POST", "/" + feed.index() + "/_bulk", body.toString()).path("items")) {
            deleted += item.at("/delete/status").asInt() == 200 ? 1 : 0;
        }
        return deleted;
    }

    private JsonNode send(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(elasticsearch.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    "Elasticsearch answers HTTP " + answer.statusCode() + " to " + method + " " + path + ".");
        }
        if (answer.headers().firstValue("X-Elastic-Product").isEmpty()) {
            throw new IOException("What answers at " + elasticsearch + " is not Elasticsearch ("
                    + answer.headers().firstValue("Content-Type").orElse("no content type")
                    + "). Check its URL, and what stands before it.");
        }
        return JSON.readTree(answer.body());
    }
}
