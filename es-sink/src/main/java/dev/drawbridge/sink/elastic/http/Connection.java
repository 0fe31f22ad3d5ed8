package dev.drawbridge.sink.elastic.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How Elasticsearch is reached.
 *
 * @param nodes base addresses, tried in turn, all with the same path
 * @param tls Kafka's options for TLS (ssl.truststore.location …), for nodes with https
 * @param connectTimeout for opening a connection
 * @param readTimeout between two packets of an answer
 * @param idleTimeout how long a connection may be unused before another takes its place
 * @param requests how many there may be at the same time
 * @param compression whether request bodies are sent with gzip
 * @param userAgent how the sink introduces itself
 */
public record Connection(
        List<URI> nodes,
        Credentials credentials,
        Map<String, Object> tls,
        Duration connectTimeout,
        Duration readTimeout,
        Duration idleTimeout,
        int requests,
        boolean compression,
        String userAgent) {

    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(5);

    /** Copies the list. */
    public Connection {
        nodes = List.copyOf(nodes);
    }

    /** The same with timeouts of a few seconds, for a caller who waits for the answer. */
    public Connection withShortTimeouts() {
        return new Connection(
                nodes,
                credentials,
                tls,
                shorter(connectTimeout),
                shorter(readTimeout),
                idleTimeout,
                requests,
                compression,
                userAgent);
    }

    private static Duration shorter(Duration timeout) {
        return timeout.compareTo(SHORT_TIMEOUT) < 0 ? timeout : SHORT_TIMEOUT;
    }

    /** What all paths begin with; empty for nothing. */
    String pathPrefix() {
        return nodes.isEmpty() ? "" : nodes.get(0).getRawPath().replaceAll("/+$", "");
    }

    boolean isEncrypted() {
        return nodes.stream().anyMatch(node -> "https".equals(node.getScheme()));
    }
}
