package dev.drawbridge.stack.demo.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Versions of documents as a reader of the alias sees them: of some ids at once, never their content. Thread-safe. */
public final class Documents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Endpoints endpoints;

    public Documents(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** By realtime GET: what is indexed, refreshed or not. Erased orders are there as stubs. */
    Map<String, Integer> get(Collection<String> ids) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        ids.forEach(body.putArray("ids")::add);
        Map<String, Integer> versions = new HashMap<>();
        for (JsonNode document : post("_mget?_source=false", body).path("docs")) {
            if (document.path("found").asBoolean()) {
                versions.put(
                        document.path("_id").asText(), document.path("_version").asInt());
            }
        }
        return versions;
    }

    /** By search: what is refreshed and not hidden by the alias. */
    Map<String, Integer> search(Collection<String> ids) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode()
                .put("version", true)
                .put("_source", false)
                .put("size", ids.size());
        ids.forEach(body.putObject("query").putObject("ids").putArray("values")::add);
        Map<String, Integer> versions = new HashMap<>();
        for (JsonNode hit : post("_search", body).at("/hits/hits")) {
            versions.put(hit.path("_id").asText(), hit.path("_version").asInt());
        }
        return versions;
    }

    private JsonNode post(String operation, ObjectNode body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        endpoints.elasticsearch().resolve("/" + endpoints.alias() + "/" + operation))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", Endpoints.basic(endpoints.reader()))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("Elasticsearch answers HTTP " + answer.statusCode() + " to " + operation);
        }
        return JSON.readTree(answer.body());
    }
}
