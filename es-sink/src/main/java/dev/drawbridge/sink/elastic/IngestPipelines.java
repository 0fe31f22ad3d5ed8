package dev.drawbridge.sink.elastic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.drawbridge.sink.failure.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The ingest pipelines that an index names: without them it refuses every document. Thread-safe. */
public final class IngestPipelines {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String NONE = "_none";

    private final Elasticsearch elasticsearch;
    private final String index;

    /** @param index name of a concrete index */
    public IngestPipelines(Elasticsearch elasticsearch, String index) {
        this.elasticsearch = elasticsearch;
        this.index = index;
    }

    /** The setting that names a pipeline which does not exist, and what to do; empty also where the role may not see pipelines. */
    public Optional<String> problem() {
        return settings().entrySet().stream()
                .filter(setting -> !setting.getValue().equals(NONE) && isMissing(setting.getValue()))
                .map(setting -> "has index." + setting.getKey() + "=" + setting.getValue()
                        + ", an ingest pipeline that does not exist; create it, or set index." + setting.getKey()
                        + " to "
                        + NONE)
                .findFirst();
    }

    private Map<String, String> settings() {
        String path = "/" + index + "/_settings/index.*_pipeline";
        return elasticsearch.call("GET", path, Map.of(), Map.of(), null, (status, body) -> {
            Elasticsearch.requireSuccess("GET " + path, status);
            return pipelines(body);
        });
    }

    private static Map<String, String> pipelines(InputStream body) throws IOException {
        Map<String, String> pipelines = new TreeMap<>();
        try (JsonParser json = JSON.createParser(body)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_STRING
                        && json.currentName().endsWith("_pipeline")) {
                    pipelines.put(json.currentName(), json.getText());
                }
            }
        }
        return pipelines;
    }

    private boolean isMissing(String pipeline) {
        try {
            return elasticsearch.call(
                    "GET",
                    "/_ingest/pipeline/" + encoded(pipeline),
                    Map.of(),
                    Map.of(),
                    null,
                    (status, body) -> status == 404);
        } catch (RefusedException e) {
            return false; // not for this user to see
        }
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
