package dev.drawbridge.config;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

/** An index definition (settings, explicit mapping, alias with its filter), created if the index is missing. */
public final class IndexFile {
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String definition;

    private IndexFile(String definition) {
        this.definition = definition;
    }

    /** @throws ConfigFileException when the file is missing */
    public static IndexFile read(Path file) {
        return new IndexFile(ConnectorFile.text(file));
    }

    /**
     * Creates {@code index} unless it exists.
     *
     * @throws ConfigFileException with Elasticsearch's answer when it refuses the definition
     */
    public void createIfMissing(URI elasticsearch, String index, String user, String password)
            throws IOException, InterruptedException {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = HttpRequest.newBuilder(elasticsearch.resolve("/" + index))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/json");
        int status = http.send(request.method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.discarding())
                .statusCode();
        if (status == 200) {
            return;
        }
        HttpResponse<String> answer =
                http.send(request.PUT(BodyPublishers.ofString(definition)).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new ConfigFileException(
                    "Elasticsearch refuses index '" + index + "' (HTTP " + answer.statusCode() + "): " + answer.body());
        }
    }
}
