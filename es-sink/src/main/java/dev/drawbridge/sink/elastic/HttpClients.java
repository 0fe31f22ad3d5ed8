package dev.drawbridge.sink.elastic;

import co.elastic.clients.transport.http.TransportHttpClient;
import co.elastic.clients.transport.rest_client.RestClientHttpClient;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.conn.ssl.DefaultHostnameVerifier;
import org.apache.http.conn.ssl.NoopHostnameVerifier;
import org.apache.http.message.BasicHeader;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
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
            SSLContext context = context(connection);
            builder.setHttpClientConfigCallback(
                    http -> http.setSSLContext(context).setSSLHostnameVerifier(verifier(connection)));
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

    /** Kafka's own reading of its options: JKS, PKCS12 and PEM, in files or inline. */
    private static SSLContext context(Connection connection) {
        try (DefaultSslEngineFactory tls = new DefaultSslEngineFactory()) {
            tls.configure(connection.tls());
            return tls.sslContext();
        }
    }

    private static HostnameVerifier verifier(Connection connection) {
        Object algorithm = connection.tls().get(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);
        return algorithm == null || algorithm.toString().isEmpty()
                ? NoopHostnameVerifier.INSTANCE
                : new DefaultHostnameVerifier();
    }
}
