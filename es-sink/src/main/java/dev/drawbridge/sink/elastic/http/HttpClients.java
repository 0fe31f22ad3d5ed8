package dev.drawbridge.sink.elastic.http;

import co.elastic.clients.transport.http.TransportHttpClient;
import co.elastic.clients.transport.rest_client.RestClientHttpClient;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.impl.nio.conn.PoolingNHttpClientConnectionManager;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;

/** Builds the client's HTTP layer from a {@link Connection}. */
final class HttpClients {

    private HttpClients() {}

    static TransportHttpClient open(Connection connection, PoolingNHttpClientConnectionManager pool) {
        HttpHost[] hosts = connection.nodes().stream()
                .map(uri -> new HttpHost(uri.getHost(), port(uri.getPort(), uri.getScheme()), uri.getScheme()))
                .toArray(HttpHost[]::new);
        RestClientBuilder builder = RestClient.builder(hosts)
                .setNodeSelector(new RoundRobinNodeSelector())
                .setCompressionEnabled(connection.compression())
                .setDefaultHeaders(credentials(connection))
                .setRequestConfigCallback(request -> requests(request, connection))
                .setHttpClientConfigCallback(http -> http.setConnectionManager(pool)
                        .setKeepAliveStrategy(ConnectionPool.keepAlive(connection.idleTimeout())));
        if (!connection.pathPrefix().isEmpty()) {
            builder.setPathPrefix(connection.pathPrefix());
        }
        return new RestClientHttpClient(builder.build());
    }

    /** No redirects: the credentials are default headers, which would go to whatever host an answer names. */
    private static RequestConfig.Builder requests(RequestConfig.Builder request, Connection connection) {
        int timeout = Math.toIntExact(connection.readTimeout().toMillis());
        return request.setConnectTimeout(
                        Math.toIntExact(connection.connectTimeout().toMillis()))
                .setSocketTimeout(timeout)
                .setConnectionRequestTimeout(timeout)
                .setRedirectsEnabled(false);
    }

    private static int port(int given, String scheme) {
        return given >= 0 ? given : "https".equals(scheme) ? 443 : 9200;
    }

    private static Header[] credentials(Connection connection) {
        return connection
                .credentials()
                .authorization()
                .map(value -> new Header[] {new BasicHeader("Authorization", value)})
                .orElse(new Header[0]);
    }
}
