package dev.drawbridge.sink.config;

import static dev.drawbridge.sink.config.ConnectionOptions.PASSWORD_CONFIG;
import static dev.drawbridge.sink.config.ConnectionOptions.URL_CONFIG;
import static dev.drawbridge.sink.config.ConnectionOptions.USERNAME_CONFIG;

import java.net.URI;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Reads connection.url: addresses of nodes, which hold no credentials and may have a path, the same for all. */
final class NodeAddresses {

    static final ConfigDef.Validator VALIDATOR = ConfigDef.LambdaValidator.with(
            (name, value) -> {
                if (value instanceof List<?> urls) {
                    parse(urls.stream().map(String::valueOf).toList());
                }
            },
            () -> "list of http(s)://host:port[/path]");

    private NodeAddresses() {}

    static List<URI> parse(List<String> urls) {
        if (urls.isEmpty()) {
            throw wrong("name at least one node, such as http://localhost:9200");
        }
        List<URI> nodes = urls.stream().map(NodeAddresses::node).toList();
        if (nodes.stream().map(NodeAddresses::path).distinct().count() > 1) {
            throw wrong("all addresses must have the same path");
        }
        return nodes;
    }

    private static URI node(String url) {
        @Nullable URI uri = uri(url);
        if (uri != null
                && uri.getRawAuthority() != null
                && uri.getRawAuthority().contains("@")) {
            throw wrong("no credentials in addresses; use " + USERNAME_CONFIG + " and " + PASSWORD_CONFIG);
        }
        if (uri == null || uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
            throw wrong("each address must read http(s)://host:port, with a path if Elasticsearch is behind one");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw wrong("query and fragment are not supported");
        }
        return uri;
    }

    private static String path(URI node) {
        return node.getRawPath().replaceAll("/+$", "");
    }

    private static @Nullable URI uri(String url) {
        try {
            return URI.create(url.trim());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Does not quote the address: it may hold a password. */
    private static ConfigException wrong(String why) {
        return new ConfigException(URL_CONFIG + ": " + why);
    }
}
