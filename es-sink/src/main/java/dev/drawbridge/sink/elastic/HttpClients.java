package dev.drawbridge.sink.elastic;

import co.elastic.clients.transport.http.TransportHttpClient;
import co.elastic.clients.transport.rest_client.RestClientHttpClient;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.message.BasicHeader;
import org.apache.http.nio.conn.ssl.SSLIOSessionStrategy;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;

/** Builds the client's HTTP layer from a {@link Connection}. */
final class HttpClients {

    private HttpClients() {}

    static TransportHttpClient open(Connection connection) {
        HttpHost[] hosts = connection.nodes().stream()
                .map(uri -> new HttpHost(uri.getHost(), port(uri.getPort(), uri.getScheme()), uri.getScheme()))
                .toArray(HttpHost[]::new);
        RestClientBuilder builder = RestClient.builder(hosts)
                .setCompressionEnabled(connection.compression())
                .setDefaultHeaders(credentials(connection))
                .setRequestConfigCallback(request -> request.setConnectTimeout(
                                Math.toIntExact(connection.connectTimeout().toMillis()))
                        .setSocketTimeout(
                                Math.toIntExact(connection.readTimeout().toMillis())));
        if (connection.isEncrypted()) {
            SSLIOSessionStrategy tls = TlsStrategy.of(connection.tls());
            builder.setHttpClientConfigCallback(http -> http.setSSLStrategy(tls));
        }
        return new RestClientHttpClient(builder.build());
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
