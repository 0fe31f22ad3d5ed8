package dev.drawbridge.stack.demo.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Base64;

/**
 * Where the demo finds what it talks to. It reads as a search page would; the administrator is asked for one thing, to
 * change the refresh interval while stock settings are shown.
 *
 * @param reader {@code user:password} of a reader of the alias
 * @param administrator {@code user:password}
 */
public record Endpoints(
        URI writeApi,
        String kafka,
        URI elasticsearch,
        String alias,
        String index,
        String reader,
        String administrator) {

    public static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    }

    /** Without passwords. */
    @Override
    public String toString() {
        return "Endpoints[" + writeApi + ", " + kafka + ", " + elasticsearch + "/" + alias + "]";
    }
}
