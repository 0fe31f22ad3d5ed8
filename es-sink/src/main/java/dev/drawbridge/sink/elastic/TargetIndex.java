package dev.drawbridge.sink.elastic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.drawbridge.sink.failure.RefusedException;
import dev.drawbridge.sink.offsets.IndexContent;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be known of an index before anything is written to it, and its creation. Thread-safe. */
public final class TargetIndex {

    private static final JsonFactory JSON = new JsonFactory();
    static final Map<String, String> AS_JSON =
            Map.of("Content-Type", "application/vnd.elasticsearch+json;compatible-with=8");
    /** To be had on the index and on each alias, when it is created with aliases. */
    public static final String ALIASES_PRIVILEGE = "indices:admin/aliases";

    /** Why a data stream is no target, and what to do; follows its name. */
    public static final String DATA_STREAM_PROBLEM =
            " is a data stream, which takes new documents only; name a concrete index";

    private static final int ALREADY_THERE_OR_REFUSED = 400;

    /** How a search fails for which no shard is available. */
    private static final int SERVICE_UNAVAILABLE = 503;

    private static final String SEARCH_FAILED = "search_phase_execution_exception";

    private final Elasticsearch elasticsearch;
    private final String name;

    /** @param name of a concrete index */
    public TargetIndex(Elasticsearch elasticsearch, String name) {
        this.elasticsearch = elasticsearch;
        this.name = name;
    }

    /** What stands behind the name. */
    public IndexState state() {
        if (!exists("/" + name)) {
            return IndexState.MISSING;
        }
        if (exists("/_alias/" + name)) {
            return IndexState.ALIAS;
        }
        return isConcrete() ? IndexState.PRESENT : IndexState.DATA_STREAM;
    }

    /** Settings come by the names of concrete indices: those of a data stream's are others. */
    private boolean isConcrete() {
        String path = "/" + name + "/_settings/index.uuid";
        return ask("GET", path, Map.of("filter_path", "*.settings.index.uuid"), null, body -> {
            try (JsonParser json = JSON.createParser(body)) {
                json.nextToken();
                return name.equals(json.nextFieldName());
            }
        });
    }

    private boolean exists(String path) {
        return elasticsearch.call("HEAD", path, Map.of(), Map.of(), null, (status, body) -> {
            if (status != 404) {
                Elasticsearch.requireSuccess("HEAD " + path, status);
            }
            return status == 200;
        });
    }

    /** Creates the index from {@code definition}; that another task has just done so is no failure. */
    public void create(String definition) {
        try {
            boolean unused = ask("PUT", "/" + name, Map.of(), definition, body -> true);
        } catch (RefusedException e) {
            if (e.status() != ALREADY_THERE_OR_REFUSED || state() != IndexState.PRESENT) {
                throw e;
            }
        }
    }

    /** How the index maps fields, known and unknown. */
    public IndexMapping mapping() {
        return ask("GET", "/" + name + "/_mapping", Map.of(), null, body -> {
            try (JsonParser parser = JSON.createParser(body)) {
                return IndexMapping.ofAnswer(parser);
            }
        });
    }

    /**
     * What tells this index from any other that ever had its name.
     *
     * @return empty when there is none of this name
     */
    public Optional<IndexIdentity> identity() {
        String path = "/" + name + "/_settings/" + IndexIdentity.SETTINGS;
        try {
            return ask(
                    "GET",
                    path,
                    Map.of("flat_settings", "true"),
                    null,
                    body -> IndexIdentity.of(ScalarValues.of(body)));
        } catch (RefusedException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * What it holds, whoever has written it. A refresh waits for each missing shard for as long as it may, so that it is asked for
     * only once all are there.
     */
    public IndexContent content() {
        IndexContent visible = visibleContent();
        if (visible != IndexContent.EMPTY) {
            return visible;
        }
        boolean unused = ask("POST", "/" + name + "/_refresh", Map.of(), null, body -> true);
        return visibleContent();
    }

    private IndexContent visibleContent() {
        String path = "/" + name + "/_search";
        Map<String, String> parameters = Map.of(
                "size", "1",
                "_source", "false",
                "track_total_hits", "false",
                "allow_partial_search_results", "true",
                "filter_path", "hits.hits._id,_shards.total,_shards.successful,error.type");
        return elasticsearch.call("POST", path, parameters, Map.of(), null, (status, body) -> {
            Map<String, String> values = ScalarValues.of(body);
            if (status == SERVICE_UNAVAILABLE && SEARCH_FAILED.equals(values.get("type"))) {
                return IndexContent.UNKNOWN;
            }
            Elasticsearch.requireSuccess("POST " + path, status);
            if (values.containsKey("_id")) {
                return IndexContent.DOCUMENTS;
            }
            @Nullable String total = values.get("total");
            if (total == null) {
                throw new IOException("the answer does not say how many shards there are");
            }
            return total.equals(values.get("successful")) ? IndexContent.EMPTY : IndexContent.UNKNOWN;
        });
    }

    /** Whether the user may do all of {@code privileges} here; nothing is known where security is off. */
    public boolean isPermitted(List<String> privileges) {
        return isPermitted(privileges, List.of(name));
    }

    /** Whether the user may create this index with {@code aliases}, as far as they are concerned: Elasticsearch asks for more then. */
    public boolean mayHave(List<String> aliases) {
        List<String> names = new ArrayList<>(aliases);
        names.add(name);
        return isPermitted(List.of(ALIASES_PRIVILEGE), names);
    }

    private boolean isPermitted(List<String> privileges, List<String> names) {
        try {
            return ask(
                    "POST",
                    "/_security/user/_has_privileges",
                    Map.of("filter_path", "has_all_requested"),
                    PrivilegesQuestion.of(privileges, names),
                    body -> "true".equals(ScalarValues.of(body).get("has_all_requested")));
        } catch (RefusedException e) {
            if (e.status() == 401 || e.status() == 403) {
                throw e;
            }
            return true;
        }
    }

    private <T> T ask(
            String method, String path, Map<String, String> parameters, @Nullable String json, BodyReader<T> reader) {
        return elasticsearch.call(
                method,
                path,
                parameters,
                json == null ? Map.of() : AS_JSON,
                json == null ? null : Elasticsearch.body(json),
                (status, body) -> {
                    Elasticsearch.requireSuccess(method + " " + path, status);
                    return reader.read(body);
                });
    }

    private interface BodyReader<T> {
        T read(InputStream body) throws IOException;
    }

    /** What stands behind the name of an index. */
    public enum IndexState {
        PRESENT,
        ALIAS,
        DATA_STREAM,
        MISSING
    }
}
