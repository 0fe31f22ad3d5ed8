package dev.drawbridge.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Where the servers of a running stack are, and how a sink is put on it for a while. */
public final class BenchStack {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path home;

    public BenchStack(Path home) {
        this.home = home.toAbsolutePath();
    }

    public String bootstrap() throws IOException {
        return "127.0.0.1:" + port("kafka");
    }

    public BenchIndex index(String name) throws IOException {
        String password = read("secrets.properties").getProperty("elasticsearch.admin.password");
        String pair = Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
        return new BenchIndex(elasticsearch(), "Basic " + pair, name);
    }

    private URI elasticsearch() throws IOException {
        return URI.create("http://127.0.0.1:" + port("elasticsearch"));
    }

    /** The sink with its defaults, one task. */
    public void deploy(String connector, String topic, String index, Map<String, String> more)
            throws IOException, InterruptedException {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class", "dev.drawbridge.sink.ElasticsearchSinkConnector",
                "tasks.max", "1",
                "topics", topic,
                "topic.to.external.resource.mapping", topic + ":" + index,
                "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                "header.converter", "org.apache.kafka.connect.storage.StringConverter",
                "connection.url", elasticsearch().toString(),
                "connection.username", "sink",
                "connection.password",
                        "${file:" + home.resolve("secrets.properties") + ":elasticsearch.sink.password}"));
        config.putAll(more);
        expect(
                201,
                HttpRequest.newBuilder(connect("/connectors/" + connector + "/config"))
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(JSON.writeValueAsString(config))));
    }

    public void remove(String connector) throws IOException, InterruptedException {
        expect(204, HttpRequest.newBuilder(connect("/connectors/" + connector)).DELETE());
    }

    private void expect(int status, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() != status) {
            throw new IOException("Connect answered " + answer.statusCode() + " " + answer.body());
        }
    }

    private URI connect(String path) throws IOException {
        return URI.create("http://127.0.0.1:" + port("connect") + path);
    }

    private String port(String component) throws IOException {
        return read("run/" + component + ".properties").getProperty("port");
    }

    private Properties read(String file) throws IOException {
        Properties values = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve(file))) {
            values.load(reader);
            return values;
        }
    }
}
