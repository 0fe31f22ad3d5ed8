package dev.drawbridge.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * An API key in place of user and password. Elasticsearch as it is on Maven Central cannot keep keys: its index for them needs
 * an analyzer that is not there. So a proxy lets one key stand for the sink's user until it is invalidated; the refusal after
 * that is Elasticsearch's own.
 */
@SharesStack
class SinkApiKeyIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String KEY = base64("VuaCfGcBCdbkQm-e5aOx:ui2lp2axTNmsyakw9tvNnw");

    @Test
    void aKeyServesUntilItIsInvalidatedWhichIsSaidAtItsOption(TestStack stack) throws Exception {
        Map<String, String> options =
                Map.of("connection.username", "", "connection.password", "", "api.key.value", KEY);
        try (FaultProxy proxy = new FaultProxy(stack.stack.elasticsearch.uri(), 0, 0);
                SinkRig rig =
                        new SinkRig(stack, "key-" + UUID.randomUUID().toString().substring(0, 8), Map.of())) {
            proxy.authorizations()
                    .put("ApiKey " + KEY, "Basic " + base64(stack.stack.elasticsearch.credentials("sink")));
            assertThat(findings(stack, rig, proxy.url(), options)).isEmpty();
            rig.deploy(proxy.url(), options);
            rig.send("a", 1, SinkLoad.json("a", 1));
            rig.send("b", 1, null);
            rig.flush();
            rig.awaitAgreement(PATIENCE);
            rig.awaitCommitted();
            assertThat(rig.failure()).isEmpty();

            proxy.authorizations().clear();

            assertThat(findings(stack, rig, proxy.url(), options))
                    .singleElement()
                    .asString()
                    .startsWith("api.key.value: ")
                    .contains("401", "or api.key.value")
                    .doesNotContain(KEY);
            rig.send("a", 2, SinkLoad.json("a", 2));
            rig.flush();
            await().during(Duration.ofSeconds(5)).atMost(PATIENCE).untilAsserted(() -> assertThat(rig.failure())
                    .as("refused keys are tried again for some minutes, as Elasticsearch may be starting")
                    .isEmpty());
            assertThat(rig.document("a").path("_version").asLong()).isEqualTo(1);
            proxy.authorizations()
                    .put("ApiKey " + KEY, "Basic " + base64(stack.stack.elasticsearch.credentials("sink")));
            rig.awaitAgreement(PATIENCE);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static List<String> findings(TestStack stack, SinkRig rig, String url, Map<String, String> options)
            throws Exception {
        Map<String, String> config = new TreeMap<>(rig.sink(url, options).config());
        config.put("name", rig.connector());
        config.put("read.timeout.ms", "30000");
        return stack.stack.connect.client().validate(config);
    }
}
