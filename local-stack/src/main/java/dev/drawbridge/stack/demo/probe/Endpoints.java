package dev.drawbridge.stack.demo.probe;

import dev.drawbridge.ops.environment.HttpAccess;
import dev.drawbridge.ops.kafka.KafkaAccess;
import java.net.URI;

/**
 * Where the demo finds what it talks to. It reads as a search page would; the administrator is asked for one thing, to
 * change the refresh interval while stock settings are shown.
 *
 * @param reader of the alias
 * @param administrator of the index
 */
public record Endpoints(
        URI writeApi,
        KafkaAccess kafka,
        Topics topics,
        HttpAccess reader,
        HttpAccess administrator,
        String alias,
        String index) {

    /** Where each change must be found, or its refusal. */
    public record Topics(String events, String quarantine, String deadLetters) {}

    /** Without passwords. */
    @Override
    public String toString() {
        return "Endpoints[" + writeApi + ", " + kafka + ", " + reader.url() + "/" + alias + "]";
    }
}
