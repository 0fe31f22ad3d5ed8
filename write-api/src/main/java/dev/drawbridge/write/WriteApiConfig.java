package dev.drawbridge.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The settings of the service, from environment variables. Immutable.
 *
 * @param port 0 for any that is free
 */
record WriteApiConfig(String host, int port, String dbUrl, String dbUsername, String dbPassword) {
    static final String HOST = "WRITE_API_HOST";
    static final String HOST_DEFAULT = "127.0.0.1";

    static final String PORT = "WRITE_API_PORT";
    static final String PORT_DEFAULT = "8080";

    static final String DB_URL = "WRITE_DB_URL";
    static final String DB_URL_PREFIX = "jdbc:postgresql://";

    static final String DB_USERNAME = "WRITE_DB_USERNAME";

    static final String DB_PASSWORD = "WRITE_DB_PASSWORD";

    /** @throws WriteApiConfigException that names every variable which is missing or wrong */
    static WriteApiConfig from(Map<String, String> environment) {
        List<String> errors = new ArrayList<>();
        WriteApiConfig config = new WriteApiConfig(
                environment.getOrDefault(HOST, HOST_DEFAULT),
                port(environment.getOrDefault(PORT, PORT_DEFAULT), errors),
                url(required(environment, DB_URL, "jdbc:postgresql://127.0.0.1:5432/drawbridge", errors), errors),
                required(environment, DB_USERNAME, "drawbridge_writer", errors),
                required(environment, DB_PASSWORD, "the password of that role", errors));
        if (!errors.isEmpty()) {
            throw new WriteApiConfigException(String.join(System.lineSeparator(), errors));
        }
        return config;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "WriteApiConfig[" + host + ":" + port + "]";
    }

    private static String required(Map<String, String> environment, String key, String example, List<String> errors) {
        String value = environment.getOrDefault(key, "");
        if (value.isBlank()) {
            errors.add(key + " is not set: set it, for example to " + example + ".");
        }
        return value;
    }

    private static String url(String url, List<String> errors) {
        if (!url.isBlank() && !url.startsWith(DB_URL_PREFIX)) {
            errors.add(DB_URL + " must start with " + DB_URL_PREFIX + ".");
        }
        return url;
    }

    private static int port(String port, List<String> errors) {
        if (port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= 65_535) {
            return Integer.parseInt(port);
        }
        errors.add(PORT + " must be a number from 0 to 65535; 0 takes any free port.");
        return 0;
    }
}
