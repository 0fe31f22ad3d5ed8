package dev.drawbridge.sink.elastic;

import co.elastic.clients.transport.http.TransportHttpClient;
import co.elastic.clients.util.BinaryData;
import dev.drawbridge.sink.bulk.BulkItemOutcome;
import dev.drawbridge.sink.bulk.BulkItemResult;
import dev.drawbridge.sink.bulk.BulkTransport;
import dev.drawbridge.sink.elastic.http.AuthFailureGrace;
import dev.drawbridge.sink.elastic.http.Connection;
import dev.drawbridge.sink.elastic.http.ConnectionFailureClassifier;
import dev.drawbridge.sink.elastic.http.NodeFailover;
import dev.drawbridge.sink.failure.ClusterUnavailableException;
import dev.drawbridge.sink.failure.RefusedException;
import dev.drawbridge.sink.failure.RequestTooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.jspecify.annotations.Nullable;

/**
 * An Elasticsearch cluster, spoken to over the HTTP layer of elasticsearch-java. Each call is one request, retried by nobody
 * but put to another node as {@link NodeFailover} says. Thread-safe.
 */
public final class Elasticsearch implements BulkTransport, AutoCloseable {

    /** Reasons quote field values: {@link BulkReply} takes from them what the index names, and forgets the rest. */
    private static final String BULK_ANSWER =
            "items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by.type";

    /** A shard that is starting may be there soon; what is refused is sent again anyway. */
    private static final Duration SHARD_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration MISSING_SHARD_TIMEOUT = Duration.ofMillis(10);

    /** The client asks for answers in the terms of Elasticsearch 8; a body must then be given in the same terms. */
    private static final Map<String, String> BULK_HEADERS =
            Map.of("Content-Type", "application/vnd.elasticsearch+x-ndjson;compatible-with=8");

    private final NodeFailover nodes;
    private final Map<String, String> bulkParameters;
    private final Map<String, String> hastyBulkParameters;
    private final AuthFailureGrace authFailures;
    private final ConnectionFailureClassifier failures;

    /** Opens no connection yet. */
    public Elasticsearch(Connection connection) {
        this(connection, System::nanoTime);
    }

    Elasticsearch(Connection connection, LongSupplier nanoTime) {
        this.authFailures = new AuthFailureGrace(nanoTime);
        this.failures = new ConnectionFailureClassifier(nanoTime);
        this.nodes = new NodeFailover(connection);
        this.bulkParameters = bulkParameters(connection, SHARD_TIMEOUT);
        this.hastyBulkParameters = bulkParameters(connection, MISSING_SHARD_TIMEOUT);
    }

    /**
     * For how long Elasticsearch waits for a primary that is not there: documents of other shards, which are done with, wait too.
     * Never longer than half of the read timeout, so that it answers before it is given up.
     */
    private static Map<String, String> bulkParameters(Connection connection, Duration shardTimeout) {
        long millis = Math.min(
                shardTimeout.toMillis(), Math.max(1, connection.readTimeout().toMillis() / 2));
        return Map.of("filter_path", BULK_ANSWER, "require_alias", "false", "timeout", millis + "ms");
    }

    /** As if no shard were missing. */
    List<BulkItemResult> send(ByteBuffer ndjson, int operations) {
        return send(ndjson, operations, false);
    }

    @Override
    public List<BulkItemResult> send(ByteBuffer ndjson, int operations, boolean shardsAreMissing) {
        Map<String, String> parameters = shardsAreMissing ? hastyBulkParameters : bulkParameters;
        return call("POST", NodeFailover.BULK, parameters, BULK_HEADERS, List.of(ndjson), (status, body) -> {
            if (status != 200 || body == null) {
                throw refused("POST /_bulk", status);
            }
            List<BulkItemResult> results = BulkReply.parse(body);
            if (results.size() != operations) {
                throw new IOException("the answer speaks of " + results.size() + " of " + operations + " operations");
            }
            return results;
        });
    }

    <T> T call(
            String method,
            String path,
            Map<String, String> parameters,
            Map<String, String> headers,
            @Nullable Iterable<ByteBuffer> body,
            Answer<T> answer) {
        var request = new TransportHttpClient.Request(method, path, parameters, headers, body);
        String what = method + " " + path;
        try (var response = nodes.perform(what, request)) {
            requirePermission(what, response.statusCode());
            @Nullable BinaryData data = response.body();
            try (InputStream in = data == null ? InputStream.nullInputStream() : data.asInputStream()) {
                return answer.read(response.statusCode(), in);
            }
        } catch (ResponseException e) {
            return read(what, e.getResponse(), answer);
        } catch (IOException e) {
            throw failures.classify(what, e);
        }
    }

    /** The message of a {@link ResponseException} holds the body of the answer, which may quote documents: it is not passed on. */
    private <T> T read(String what, Response response, Answer<T> answer) {
        int status = response.getStatusLine().getStatusCode();
        requirePermission(what, status);
        try (InputStream body = response.getEntity() == null
                ? InputStream.nullInputStream()
                : response.getEntity().getContent()) {
            return answer.read(status, body);
        } catch (IOException e) {
            throw failures.classify(what, e);
        }
    }

    static Iterable<ByteBuffer> body(String text) {
        return List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    static void requireSuccess(String what, int status) {
        if (status / 100 != 2) {
            throw refused(what, status);
        }
    }

    private void requirePermission(String what, int status) {
        failures.answered();
        if (AuthFailureGrace.isAboutTheUser(status)) {
            throw authFailures.mayRetry(status, what)
                    ? new ClusterUnavailableException(
                            "Elasticsearch answered " + status + " to " + what + " for now", null)
                    : refused(what, status);
        }
        if (status / 100 == 2) {
            authFailures.permitted(what);
        }
    }

    private static ConnectException refused(String what, int status) {
        String message = "Elasticsearch answered " + status + " to " + what;
        if (BulkItemOutcome.isTemporary(status)) {
            return status == 429 || status == 503
                    ? ClusterUnavailableException.overloaded(message)
                    : new ClusterUnavailableException(message, null);
        }
        if (status == 413) {
            return new RequestTooLargeException(message + "; " + remedy(status));
        }
        return new RefusedException(status, message + "; " + remedy(status));
    }

    private static String remedy(int status) {
        return switch (status) {
            case 401 -> "check connection.username and connection.password, or api.key.value";
            case 403 ->
                "give the role of connection.username the privileges indices:data/write/bulk*,"
                        + " indices:data/write/index*, indices:admin/refresh*, indices:data/read/search* and view_index_metadata on the indices"
                        + " of topic.to.external.resource.mapping";
            case 413 -> "lower bulk.size.bytes or batch.size, or raise http.max_content_length (or the proxy's limit)";
            default -> "check that connection.url leads to Elasticsearch 8 or 9";
        };
    }

    @Override
    public void close() throws IOException {
        nodes.close();
    }

    /** Reads the body of an answer. */
    interface Answer<T> {
        T read(int status, InputStream body) throws IOException;
    }
}
