package dev.drawbridge.sink.elastic;

import co.elastic.clients.transport.TransportOptions;
import co.elastic.clients.transport.http.TransportHttpClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.http.conn.ConnectTimeoutException;
import org.elasticsearch.client.ResponseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes of a cluster, used in turn. A question goes from one to the next until one answers. A bulk does so only as long as no
 * node has had it: sent again at once, it would meet a cluster that is overloaded already. Thread-safe.
 */
final class Nodes implements AutoCloseable {

    static final String BULK = "/_bulk";
    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);

    private final TransportHttpClient http;
    private final TransportOptions options;
    private final int count;

    /** Opens no connection yet. */
    Nodes(Connection connection) {
        this.http = HttpClients.open(connection);
        this.options = http.createOptions(null).toBuilder()
                .setHeader("User-Agent", connection.userAgent())
                .build();
        this.count = connection.nodes().size();
    }

    /**
     * Returns the first answer.
     *
     * @throws IOException when there is none; a ResponseException when there is one that is not for the caller to read
     */
    TransportHttpClient.Response perform(String what, TransportHttpClient.Request request) throws IOException {
        for (int others = count - 1; others > 0; others--) {
            try {
                return http.performRequest(what, null, request, options);
            } catch (IOException e) {
                if (!isForTheNext(request, e)) {
                    throw e;
                }
                LOG.debug("{} goes to the next node: {}", what, e.getClass().getSimpleName());
            }
        }
        return http.performRequest(what, null, request, options);
    }

    private static boolean isForTheNext(TransportHttpClient.Request request, IOException failure) {
        if (request.path().equals(BULK)) {
            return isUnsent(failure);
        }
        return !(failure instanceof ResponseException answer) || isOfTheNode(answer);
    }

    private static boolean isUnsent(IOException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof ConnectTimeoutException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof SSLHandshakeException
                    || cause instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfTheNode(ResponseException answer) {
        int status = answer.getResponse().getStatusLine().getStatusCode();
        return status == 502 || status == 503 || status == 504;
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
