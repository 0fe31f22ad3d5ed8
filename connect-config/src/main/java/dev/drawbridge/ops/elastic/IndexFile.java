package dev.drawbridge.ops.elastic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.connect.IdleSafeHttp;
import dev.drawbridge.ops.files.ConnectorFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** An index definition: settings, explicit mapping, alias with its filter. */
public final class IndexFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Settings that an index takes at any time, and that are put back when it has others than its file. */
    private static final List<String> CHANGEABLE = List.of("refresh_interval", "number_of_replicas");

    private final IdleSafeHttp http = new IdleSafeHttp();
    private final JsonNode definition;

    private IndexFile(JsonNode definition) {
        this.definition = definition;
    }

    /** @throws ActionRequiredException when the file is missing or not JSON */
    public static IndexFile read(Path file) {
        try {
            return new IndexFile(JSON.readTree(ConnectorFile.text(file)));
        } catch (JsonProcessingException e) {
            throw new ActionRequiredException(file + " is not JSON: " + e.getOriginalMessage());
        }
    }

    /**
     * Creates {@code index} unless it exists; one that does gets its refresh interval and number of replicas from the file, and
     * keeps everything else it has.
     *
     * @throws ActionRequiredException with Elasticsearch's answer when it refuses
     */
    public void apply(URI elasticsearch, String index, String user, String password)
            throws IOException, InterruptedException {
        URI uri = elasticsearch.resolve("/" + index);
        URI settings = elasticsearch.resolve("/" + index + "/_settings");
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer = send(request(settings, credentials).GET());
        demandElasticsearch(elasticsearch, answer);
        if (answer.statusCode() == 404) {
            put(index, request(uri, credentials), definition);
            return;
        }
        demandThatItIsAccepted(index, answer);
        ObjectNode changes = differences(JSON.readTree(answer.body()).path(index));
        if (!changes.isEmpty()) {
            put(index, request(settings, credentials), JSON.createObjectNode().set("index", changes));
        }
    }

    private ObjectNode differences(JsonNode existing) {
        ObjectNode differences = JSON.createObjectNode();
        for (String name : CHANGEABLE) {
            JsonNode wanted = definition.at("/settings/index/" + name);
            if (!wanted.isMissingNode()
                    && !wanted.asText()
                            .equals(existing.at("/settings/index/" + name).asText())) {
                differences.set(name, wanted);
            }
        }
        return differences;
    }

    private void put(String index, HttpRequest.Builder request, JsonNode body)
            throws IOException, InterruptedException {
        demandThatItIsAccepted(index, send(request.PUT(BodyPublishers.ofString(body.toString()))));
    }

    /** A proxy's 404 would be taken for an index that is not there yet. */
    private static void demandElasticsearch(URI address, HttpResponse<String> answer) throws IOException {
        boolean isBelieved = answer.statusCode() == 200 || answer.statusCode() == 404;
        if (isBelieved && answer.headers().firstValue("X-Elastic-Product").isEmpty()) {
            throw new IOException(
                    "What answers at " + address + " is not Elasticsearch (HTTP " + answer.statusCode() + ", "
                            + answer.headers().firstValue("Content-Type").orElse("no content type")
                            + "). Check the URL of Elasticsearch, and what stands before it.");
        }
    }

    private static void demandThatItIsAccepted(String index, HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new ActionRequiredException(
                    "Elasticsearch refuses index '" + index + "' (HTTP " + answer.statusCode() + "): " + answer.body());
        }
    }

    private static HttpRequest.Builder request(URI uri, String credentials) {
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build());
    }
}
