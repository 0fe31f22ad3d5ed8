package dev.drawbridge.sink.elastic;

import co.elastic.clients.transport.http.TransportHttpClient;
import co.elastic.clients.transport.rest_client.RestClientHttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.message.BasicHeader;
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
        return new RestClientHttpClient(builder.build());
    }

    private static int port(int given, String scheme) {
        return given >= 0 ? given : "https".equals(scheme) ? 443 : 9200;
    }

    private static Header[] credentials(Connection connection) {
        if (connection.username() == null || connection.password() == null) {
            return new Header[0];
        }
        String pair = connection.username() + ":" + connection.password().value();
        String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return new Header[] {new BasicHeader("Authorization", "Basic " + encoded)};
    }
}
