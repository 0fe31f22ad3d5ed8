package dev.drawbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** An index of the bench, with the mapping of the orders' index, one shard and no replica. Thread-safe. */
public final class BenchIndex {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI elasticsearch;
    private final String authorization;
    private final String name;

    BenchIndex(URI elasticsearch, String authorization, String name) {
        this.elasticsearch = elasticsearch;
        this.authorization = authorization;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Empty, however it was before. {@code refreshInterval} as Elasticsearch spells it. */
    public void create(String refreshInterval) throws IOException, InterruptedException {
        delete();
        ObjectNode definition = JSON.createObjectNode();
        definition.set(
                "mappings",
                JSON.readTree(send("GET", "/" + Sample.INDEX + "/_mapping", BodyPublishers.noBody()))
                        .path(Sample.INDEX)
                        .path("mappings"));
        definition
                .putObject("settings")
                .putObject("index")
                .put("number_of_shards", 1)
                .put("number_of_replicas", 0)
                .put("refresh_interval", refreshInterval);
        send("PUT", "/" + name, BodyPublishers.ofString(definition.toString()));
    }

    public void delete() throws IOException, InterruptedException {
        send("DELETE", "/" + name + "?ignore_unavailable=true", BodyPublishers.noBody());
    }

    /** Operations indexed since its creation. */
    public long indexed() throws IOException, InterruptedException {
        return JSON.readTree(send(
                        "GET",
                        "/" + name + "/_stats/indexing?filter_path=_all.primaries.indexing.index_total",
                        BodyPublishers.noBody()))
                .at("/_all/primaries/indexing/index_total")
                .asLong();
    }

    public long count() throws IOException, InterruptedException {
        send("POST", "/" + name + "/_refresh", BodyPublishers.noBody());
        return JSON.readTree(send("GET", "/" + name + "/_count", BodyPublishers.noBody()))
                .path("count")
                .asLong();
    }

    /** Sends a prebuilt body; an item that fails is a failure of the bench. */
    public void bulk(byte[] body) throws IOException, InterruptedException {
        JsonNode answer =
                JSON.readTree(send("POST", "/" + name + "/_bulk?filter_path=errors", BodyPublishers.ofByteArray(body)));
        if (answer.path("errors").asBoolean()) {
            throw new IOException("a bulk failed in part");
        }
    }

    public boolean holds(String id) throws IOException, InterruptedException {
        return request("GET", "/" + name + "/_doc/" + id + "?_source=false", BodyPublishers.noBody())
                        .statusCode()
                == 200;
    }

    private String send(String method, String path, BodyPublisher body) throws IOException, InterruptedException {
        HttpResponse<String> answer = request(method, path, body);
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + " answered " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private HttpResponse<String> request(String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(elasticsearch.resolve(path))
                        .header("Authorization", authorization)
                        .header("Content-Type", "application/json")
                        .method(method, body)
                        .build(),
                BodyHandlers.ofString());
    }
}
