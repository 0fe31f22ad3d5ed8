package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What stands between the sink and Elasticsearch: an ingress with a path, a firewall that drops quiet connections, and things that
 * answer in Elasticsearch's place, which are neither believed nor given the credentials.
 */
@SharesStack
class SinkNetworkIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void outlastsWhateverAnswersInPlaceOfElasticsearch(TestStack stack) throws Exception {
        try (Gateway gateway = new Gateway(stack.stack.elasticsearch.uri());
                TcpRelay network = new TcpRelay(gateway.uri());
                SinkRig rig = new SinkRig(stack, name(), Map.of())) {
            rig.deploy(
                    network.url() + Gateway.PATH,
                    Map.of("max.connection.idle.time.ms", "1", "read.timeout.ms", "30000"));
            write(rig, 1);
            rig.awaitAgreement(PATIENCE);

            long version = 2;
            for (Gateway.Mode mode : List.of(Gateway.Mode.REDIRECT, Gateway.Mode.FORBIDDEN, Gateway.Mode.PAGE)) {
                gateway.setMode(mode);
                write(rig, version++);
                await(mode.toString()).atMost(PATIENCE).until(() -> gateway.answered() >= 3);
                assertThat(rig.failure()).as("%s", mode).isEmpty();
                gateway.setMode(Gateway.Mode.PASS);
                rig.awaitAgreement(PATIENCE);
            }
            assertThat(gateway.strangerReceived()).isEmpty();

            network.setBroken(true);
            write(rig, version++);
            await("garbage").atMost(PATIENCE).until(() -> network.garbage() >= 3);
            assertThat(rig.failure()).as("garbage").isEmpty();
            network.setBroken(false);
            rig.awaitAgreement(PATIENCE);

            network.dropQuietConnections();
            write(rig, version);
            rig.awaitAgreement(PATIENCE);
            assertThat(network.swallowed())
                    .as("requests on connections that were too quiet")
                    .isZero();
            rig.awaitCommitted();
            assertThat(rig.failure()).isEmpty();
        }
    }

    @Test
    void validationSaysWhatAnswersInPlaceOfElasticsearch(TestStack stack) throws Exception {
        try (Gateway gateway = new Gateway(stack.stack.elasticsearch.uri());
                TcpRelay network = new TcpRelay(gateway.uri())) {
            String url = network.url() + Gateway.PATH;
            assertThat(findings(stack, url)).isEmpty();
            for (int redirect : new int[] {301, 302, 307, 308}) {
                gateway.setRedirect(redirect);
                assertThat(finding(stack, url)).contains("redirects to " + gateway.stranger(), "HTTP " + redirect);
            }
            assertThat(gateway.strangerReceived()).isEmpty();
            gateway.setMode(Gateway.Mode.PAGE);
            assertThat(finding(stack, url)).contains("not Elasticsearch (HTTP 200, text/html)");
            gateway.setMode(Gateway.Mode.PASS);
            assertThat(finding(stack, network.url())).contains("not Elasticsearch (HTTP 404, text/plain)");
            network.setBroken(true);
            assertThat(finding(stack, url)).contains("does not speak HTTP");
        }
        assertThat(finding(stack, "http://127.0.0.1:" + transportPort(stack)))
                .contains("does not speak HTTP", "transport port");
    }

    private static String transportPort(TestStack stack) throws Exception {
        Path settings = stack.home.data("elasticsearch").resolve("config/elasticsearch.yml");
        return Files.readAllLines(settings).stream()
                .filter(line -> line.startsWith("transport.port: "))
                .map(line -> line.substring("transport.port: ".length()))
                .findFirst()
                .orElseThrow();
    }

    private static void write(SinkRig rig, long version) throws Exception {
        rig.send("a", version, SinkLoad.json("a", version));
        rig.flush();
    }

    private static String finding(TestStack stack, String url) throws Exception {
        List<String> findings = findings(stack, url);
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0)).startsWith("connection.url: ").doesNotContain("connection.check");
        return findings.get(0);
    }

    private static List<String> findings(TestStack stack, String url) throws Exception {
        Map<String, String> config = new TreeMap<>(stack.sink().config());
        config.put("name", stack.sink().name());
        config.put("connection.url", url);
        return stack.stack.connect.client().validate(config);
    }

    private static String name() {
        return "network-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
