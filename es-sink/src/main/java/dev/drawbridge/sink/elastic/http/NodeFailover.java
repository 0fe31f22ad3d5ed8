package dev.drawbridge.sink.elastic.http;

import co.elastic.clients.transport.TransportOptions;
import co.elastic.clients.transport.http.TransportHttpClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.http.HttpException;
import org.apache.http.ParseException;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.impl.nio.conn.PoolingNHttpClientConnectionManager;
import org.elasticsearch.client.ResponseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes of a cluster, used in turn. A question goes from one to the next until one answers. A bulk does so only as long as no
 * node has had it: sent again immediately, it would meet a cluster that is overloaded already. Only answers of Elasticsearch are
 * returned. Thread-safe.
 */
public final class NodeFailover implements AutoCloseable {

    /** The path of a bulk. */
    public static final String BULK = "/_bulk";

    private static final Logger LOG = LoggerFactory.getLogger(NodeFailover.class);

    private final PoolingNHttpClientConnectionManager pool;
    private final TransportHttpClient http;
    private final TransportOptions options;
    private final int count;

    /** Opens no connection yet. */
    public NodeFailover(Connection connection) {
        this.pool = ConnectionPool.of(connection);
        this.http = HttpClients.open(connection, pool);
        this.options = http.createOptions(null).toBuilder()
                .setHeader("User-Agent", connection.userAgent())
                .build();
        this.count = connection.nodes().size();
    }

    /**
     * Returns the first answer.
     *
     * @throws IOException when there is none: a ForeignAnswerException when what answered is not Elasticsearch, a
     *     ResponseException when its answer is not for the caller to read
     */
    public TransportHttpClient.Response perform(String what, TransportHttpClient.Request request) throws IOException {
        for (int others = count - 1; others > 0; others--) {
            try {
                return once(what, request);
            } catch (IOException e) {
                if (!isForTheNext(request, e)) {
                    throw e;
                }
                LOG.debug("{} goes to the next node: {}", what, e.getClass().getSimpleName());
            }
        }
        return once(what, request);
    }

    private TransportHttpClient.Response once(String what, TransportHttpClient.Request request) throws IOException {
        try {
            TransportHttpClient.Response response = http.performRequest(what, null, request, options);
            if (!AnswerOrigin.isElasticsearch(request, response)) {
                response.close();
                throw AnswerOrigin.foreign(response);
            }
            return response;
        } catch (ResponseException e) {
            throw AnswerOrigin.isElasticsearch(e.getResponse()) ? e : AnswerOrigin.foreign(e.getResponse());
        } catch (ForeignAnswerException e) {
            throw e;
        } catch (IOException e) {
            ConnectionPool.closeIdle(pool);
            throw e;
        } catch (RuntimeException e) {
            throw unusable(e);
        }
    }

    /**
     * The client wraps what is no IOException: what it cannot read as HTTP, and having waited for a connection.
     *
     * @throws RuntimeException {@code failure} itself when it says nothing about the network
     */
    private static IOException unusable(RuntimeException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException
                    || cause instanceof ParseException
                    || cause instanceof IllegalCharsetNameException
                    || cause instanceof UnsupportedCharsetException) {
                return ForeignAnswerException.notHttp(failure);
            }
            if (cause instanceof IOException || cause instanceof TimeoutException) {
                return new IOException(cause.getClass().getSimpleName() + " " + cause.getMessage(), failure);
            }
        }
        throw failure;
    }

    private static boolean isForTheNext(TransportHttpClient.Request request, IOException failure) {
        if (request.path().equals(BULK)) {
            return isUnsent(failure);
        }
        return !(failure instanceof ResponseException answer) || isNodeFailure(answer);
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

    private static boolean isNodeFailure(ResponseException answer) {
        int status = answer.getResponse().getStatusLine().getStatusCode();
        return status == 502 || status == 503 || status == 504;
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
