package dev.drawbridge.sink.elastic;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * How Elasticsearch is reached.
 *
 * @param nodes base addresses, tried in turn
 * @param username for basic authentication, null for none
 * @param password for basic authentication, null for none
 * @param connectTimeout for opening a connection
 * @param readTimeout between two packets of an answer
 * @param compression whether request bodies are sent with gzip
 * @param userAgent how the sink introduces itself
 */
public record Connection(
        List<URI> nodes,
        @Nullable String username,
        @Nullable Password password,
        Duration connectTimeout,
        Duration readTimeout,
        boolean compression,
        String userAgent) {

    /** Copies the list. */
    public Connection {
        nodes = List.copyOf(nodes);
    }
}
