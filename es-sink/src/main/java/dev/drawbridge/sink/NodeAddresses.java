package dev.drawbridge.sink;

import static dev.drawbridge.sink.ConnectionOptions.PASSWORD_CONFIG;
import static dev.drawbridge.sink.ConnectionOptions.URL_CONFIG;
import static dev.drawbridge.sink.ConnectionOptions.USERNAME_CONFIG;

import java.net.URI;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Reads connection.url: addresses of nodes, which hold neither credentials nor a path. */
final class NodeAddresses {

    static final ConfigDef.Validator VALIDATOR = ConfigDef.LambdaValidator.with(
            (name, value) -> {
                if (value instanceof List<?> urls) {
                    parse(urls.stream().map(String::valueOf).toList());
                }
            },
            () -> "list of http(s)://host:port");

    private NodeAddresses() {}

    static List<URI> parse(List<String> urls) {
        if (urls.isEmpty()) {
            throw wrong("name at least one node, such as http://localhost:9200");
        }
        return urls.stream().map(NodeAddresses::node).toList();
    }

    private static URI node(String url) {
        @Nullable URI uri = uri(url);
        if (uri != null
                && uri.getRawAuthority() != null
                && uri.getRawAuthority().contains("@")) {
            throw wrong("no credentials in addresses; use " + USERNAME_CONFIG + " and " + PASSWORD_CONFIG);
        }
        if (uri == null || uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
            throw wrong("each address must read http(s)://host:port");
        }
        if (!List.of("", "/").contains(uri.getRawPath()) || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw wrong("path, query and fragment are not supported");
        }
        return uri;
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
