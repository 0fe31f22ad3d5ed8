package dev.drawbridge.ops.elastic;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.environment.HttpAccess;
import dev.drawbridge.ops.http.Tls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;

/** Makes clients of Elasticsearch: to be closed by who asks for one. */
public final class ElasticsearchClients {
    /** Firewalls forget a connection that is idle for longer, without a word to either side. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private ElasticsearchClients() {}

    /** @throws ActionRequiredException when the URLs have different paths: they are instances of one cluster */
    public static ElasticsearchClient open(HttpAccess access) {
        HttpHost[] hosts = access.urls().stream()
                .map(url -> new HttpHost(url.getHost(), url.getPort(), url.getScheme()))
                .toArray(HttpHost[]::new);
        RestClientBuilder builder = RestClient.builder(hosts)
                .setRequestConfigCallback(request -> request.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                        .setSocketTimeout((int) TIMEOUT.toMillis()))
                .setHttpClientConfigCallback(client -> client.setSSLContext(Tls.context(access.ca()))
                        .setKeepAliveStrategy((response, context) -> LONGEST_IDLE.toMillis()));
        path(access).ifPresent(builder::setPathPrefix);
        access.authorization()
                .ifPresent(authorization -> builder.setDefaultHeaders(
                        new Header[] {new BasicHeader("Authorization", authorization.header())}));
        return new ElasticsearchClient(new RestClientTransport(builder.build(), exactMapper()));
    }

    private static Optional<String> path(HttpAccess access) {
        List<String> paths = access.urls().stream()
                .map(url -> Optional.ofNullable(url.getRawPath()).orElse("").replaceFirst("/+$", ""))
                .distinct()
                .toList();
        if (paths.size() > 1) {
            throw new ActionRequiredException("elasticsearch.url has URLs with different paths: "
                    + access.urls().stream().map(URI::toString).collect(Collectors.joining(", "))
                    + ". Name the instances of one cluster alone.");
        }
        return paths.stream().filter(path -> !path.isEmpty()).findFirst();
    }

    /** 1991.00 stays 1991.00. */
    private static JacksonJsonpMapper exactMapper() {
        return new JacksonJsonpMapper(JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build());
    }

    /** Status, error type and reason, for a message. */
    public static String describe(ElasticsearchException e) {
        return "HTTP " + e.status() + ", " + e.error().type() + ": " + e.error().reason();
    }
}
