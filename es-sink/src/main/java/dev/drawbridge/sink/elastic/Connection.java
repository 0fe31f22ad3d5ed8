package dev.drawbridge.sink.elastic;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How Elasticsearch is reached.
 *
 * @param nodes base addresses, tried in turn
 * @param tls Kafka's options for TLS (ssl.truststore.location …), for nodes with https
 * @param connectTimeout for opening a connection
 * @param readTimeout between two packets of an answer
 * @param requests how many there may be at once
 * @param compression whether request bodies are sent with gzip
 * @param userAgent how the sink introduces itself
 */
public record Connection(
        List<URI> nodes,
        Credentials credentials,
        Map<String, Object> tls,
        Duration connectTimeout,
        Duration readTimeout,
        int requests,
        boolean compression,
        String userAgent) {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Copies the list. */
    public Connection {
        nodes = List.copyOf(nodes);
    }

    /** The same, for somebody who waits for the answer. */
    public Connection impatient() {
        return new Connection(
                nodes,
                credentials,
                tls,
                shorter(connectTimeout),
                shorter(readTimeout),
                requests,
                compression,
                userAgent);
    }

    private static Duration shorter(Duration timeout) {
        return timeout.compareTo(PATIENCE) < 0 ? timeout : PATIENCE;
    }

    boolean isEncrypted() {
        return nodes.stream().anyMatch(node -> "https".equals(node.getScheme()));
    }
}
