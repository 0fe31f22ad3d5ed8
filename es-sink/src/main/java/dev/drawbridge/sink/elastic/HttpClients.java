package dev.drawbridge.sink.elastic;

import co.elastic.clients.transport.http.TransportHttpClient;
import co.elastic.clients.transport.rest_client.RestClientHttpClient;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.message.BasicHeader;
import org.apache.http.nio.conn.ssl.SSLIOSessionStrategy;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;
import org.jspecify.annotations.Nullable;

/** Builds the client's HTTP layer from a {@link Connection}. */
final class HttpClients {

    /** What the task's thread asks of an index must not wait for bulks. */
    private static final int BESIDE_BULKS = 2;

    private HttpClients() {}

    static TransportHttpClient open(Connection connection) {
        HttpHost[] hosts = connection.nodes().stream()
                .map(uri -> new HttpHost(uri.getHost(), port(uri.getPort(), uri.getScheme()), uri.getScheme()))
                .toArray(HttpHost[]::new);
        RestClientBuilder builder = RestClient.builder(hosts)
                .setNodeSelector(new OneInTurn())
                .setCompressionEnabled(connection.compression())
                .setDefaultHeaders(credentials(connection))
                .setRequestConfigCallback(request -> timeouts(request, connection));
        @Nullable SSLIOSessionStrategy tls = connection.isEncrypted() ? TlsStrategy.of(connection.tls()) : null;
        int each = connection.requests() + BESIDE_BULKS;
        builder.setHttpClientConfigCallback(http -> http.setMaxConnPerRoute(each)
                .setMaxConnTotal(each * connection.nodes().size())
                .setSSLStrategy(tls));
        return new RestClientHttpClient(builder.build());
    }

    private static RequestConfig.Builder timeouts(RequestConfig.Builder request, Connection connection) {
        int patience = Math.toIntExact(connection.readTimeout().toMillis());
        return request.setConnectTimeout(
                        Math.toIntExact(connection.connectTimeout().toMillis()))
                .setSocketTimeout(patience)
                .setConnectionRequestTimeout(patience);
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
