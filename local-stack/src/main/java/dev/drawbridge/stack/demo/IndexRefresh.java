package dev.drawbridge.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.stack.demo.probe.Endpoints;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code index.refresh_interval} of the index, as administrator. */
final class IndexRefresh implements StockSettings.RefreshInterval {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Endpoints endpoints;

    IndexRefresh(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public @Nullable String get() throws IOException, InterruptedException {
        JsonNode settings = send(request().GET());
        JsonNode interval = settings.path(endpoints.index()).at("/settings/index/refresh_interval");
        return interval.isTextual() ? interval.asText() : null;
    }

    @Override
    public void set(@Nullable String interval) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("index").put("refresh_interval", interval);
        send(request().PUT(BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(endpoints.elasticsearch().resolve("/" + endpoints.index() + "/_settings"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", Endpoints.basic(endpoints.administrator()))
                .header("Content-Type", "application/json");
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("Elasticsearch answers HTTP " + answer.statusCode() + " about index settings");
        }
        return JSON.readTree(answer.body());
    }
}
