package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.contracts.compile.ContractCompiler;
import dev.drawbridge.contracts.mapping.ContractBundle;
import dev.drawbridge.contracts.source.Finding;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.quarantine.Entry;
import dev.drawbridge.ops.quarantine.QuarantineTopic;
import dev.drawbridge.stack.command.Redeployment;
import dev.drawbridge.stack.process.Probe;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A contract's life on a real worker: refused when broken, tried, proven, mended live. */
@UsesStack
class ContractsIT {
    private static final String CONTRACT = "transforms.publish.contract";
    private static final String FOLDER = "../connect-config/contexts/orders";
    private static final String LINE =
            "{\"productName\":\"Desk\",\"quantity\":2,\"unitPrice\":19.90,\"unitCost\":11.00}";
    private static final Pattern LOGGED_HASH = Pattern.compile("bundle sha256 (\\p{XDigit}+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void brokenMappingsAreRefusedByValidateWithTheirPlaces(TestStack stack) throws Exception {
        ConnectorFile source = stack.source();
        String bundle = source.config().get(CONTRACT);
        Map<String, String> bad = Map.of(
                bundle.replace("total:        state.total", "total:        state.margin"),
                "'state.margin' reads the private 'state.margin'",
                bundle.replace("orderId:      aggregateid", "orderID:      aggregateid"),
                "contract path 'orderId' is not filled",
                bundle.replace("currency:     state.currency", "currency:     state.total"),
                "contract path 'currency' cannot be filled this way: it is a string, and this is a number");
        for (Map.Entry<String, String> broken : bad.entrySet()) {
            assertThat(broken.getKey()).isNotEqualTo(bundle);
            List<String> findings = stack.stack
                    .connect
                    .client()
                    .validate(source.with(Map.of(CONTRACT, broken.getKey())).config());
            findings.forEach(System.out::println);
            assertThat(findings)
                    .anyMatch(finding -> finding.startsWith(CONTRACT + ": ")
                            && finding.contains(broken.getValue())
                            && finding.matches("(?s).*mapping\\.yaml:\\d+:\\d+: .*"));
        }
    }

    @Test
    void theRowsThatTheWriteSideWritesAreProvenAndTriedAndHaveNoFieldThatNobodyDecidedAbout(TestStack stack)
            throws Exception {
        UUID order = UUID.randomUUID();
        stack.command(order, "create", "{\"customerName\":\"Ada\",\"customerCity\":\"Oslo\"}");
        stack.command(order, "add-line", LINE);
        assertThat(stack.run("contracts", "check", FOLDER)).contains("Sound: ", "exit 0");
        assertThat(stack.run("contracts", "verify", FOLDER)).contains("Proven on ", "exit 0");
        assertThat(stack.run("contracts", "preview", "--rows", "1", FOLDER))
                .contains("both", "order-changed.v1", "Desk")
                .doesNotContain("unitCost", "margin");

        String draft = stack.run("contracts", "infer-schema").replaceAll("exit 0\\s*$", "");
        ContractBundle drafted = ContractBundle.parse(TestStack.JSON.writeValueAsString(Map.of(
                "mapping.yaml", Files.readString(Path.of(FOLDER, "mapping.yaml")),
                "order.v1.schema.json", Files.readString(Path.of(FOLDER, "order.v1.schema.json")),
                "order-payload.schema.json", draft)));
        assertThat(ContractCompiler.compile(drafted).findings())
                .extracting(Finding::what)
                .noneMatch(what -> what.contains("neither mapped nor private"));
    }

    @Test
    void aWrongMappingIsMendedLive(TestStack stack) throws Exception {
        Redeployment redeployment = new Redeployment(stack.stack);
        ConnectorFile source = stack.source();
        ConnectorFile quarantining = source.with(Map.of("transforms.publish.on.error", "quarantine"));
        QuarantineTopic quarantine = new QuarantineTopic(stack.stack.broker.access(), "drawbridge.quarantine");
        UUID order = UUID.randomUUID();
        stack.command(order, "create", "{\"customerName\":\"Before\",\"customerCity\":\"Oslo\"}");
        stack.command(order, "add-line", LINE);
        awaitVersion(stack, order, 2);
        try {
            redeployment.deploySource(quarantining.with(Map.of(CONTRACT, withoutAddedLines(source))));
            // Announced once more, and refused: that version 2 is public already must not pass for success.
            assertThat(stack.run("outbox", "republish", "--type", "order", order.toString()))
                    .contains("1 republished", "exit 0");
            Entry replay = awaitEntries(order, quarantine, 1).get(0);
            assertThat(replay.rule()).isEqualTo("unknown.type");
            assertThat(replay.version()).isEqualTo(2);
            assertThat(stack.run("quarantine", "retry", replay.key()))
                    .contains("0 of 1 settled", replay.key(), "exit 1");
            stack.command(order, "add-line", LINE);
            List<Entry> open = awaitEntries(order, quarantine, 3);
            assertThat(open).extracting(Entry::version).containsExactly(2L, 2L, 3L);
            assertThat(stack.topic("orders.public.v1").events(order.toString())).hasSize(2);

            redeployment.deploySource(quarantining); // mended; what was set aside stays so until it is retried
            assertThat(stack.run("quarantine", "list")).contains(keys(open)).contains("exit 0");
            assertThat(stack.run("quarantine", "retry", replay.key()))
                    .contains("1 of 1 settled", "2 more of the same aggregates settled", "exit 0");
            awaitVersion(stack, order, 3);
            assertThat(stack.topic("orders.public.v1").events(order.toString()))
                    .last()
                    .satisfies(event -> assertThat(event.headers()).containsEntry("ce_replay", "true"));
            assertThat(stack.run("quarantine", "list"))
                    .as("what is settled is listed no more")
                    .doesNotContain(keys(open))
                    .contains("exit 0");
            assertThat(stack.run("quarantine", "retry", replay.key()))
                    .endsWith("exit 1"); // there is nothing of that name
        } finally {
            redeployment.deploySource(source);
        }
    }

    @Test
    void anEntryOfWhichNothingCanComeStaysListedUntilItIsDismissed(TestStack stack) throws Exception {
        UUID event = UUID.randomUUID();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.stack.broker.bootstrap()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(
                            "drawbridge.quarantine", event.toString(), """
                            {"aggregatetype": "order", "aggregateid": "%s", "version": null, "rule": "a rule", "reason": "r"}
                            """.formatted(UUID.randomUUID())))
                    .get();
        }
        assertThat(stack.run("quarantine", "retry", event.toString()))
                .as("there is no such order")
                .endsWith("exit 1");
        assertThat(stack.run("quarantine", "dismiss", event.toString(), "unknown"))
                .endsWith("exit 1");
        assertThat(stack.run("quarantine", "list")).contains(event.toString());
        assertThat(stack.run("quarantine", "dismiss", event.toString()))
                .contains(event.toString(), "a rule", "1 dismissed", "exit 0");
        assertThat(stack.run("quarantine", "list")).doesNotContain(event.toString());
    }

    /** As if OrderLineAdded were a type that nobody has mapped yet. */
    private static String withoutAddedLines(ConnectorFile source) {
        String bundle = source.config().get(CONTRACT);
        String wrong =
                bundle.replaceAll("  OrderLineAdded: +com[a-z.1-]+\\\\n", "").replace(", \\\"OrderLineAdded\\\"", "");
        assertThat(wrong).doesNotContain("OrderLineAdded");
        return wrong;
    }

    @Test
    void aRestartedConnectorGoesOnUnderTheSameContract(TestStack stack) throws Exception {
        ConnectorFile source = stack.source();
        String hash = ContractBundle.parse(source.config().get(CONTRACT)).hash();
        UUID order = UUID.randomUUID();
        stack.command(order, "create", "{\"customerName\":\"Ada\",\"customerCity\":\"Oslo\"}");
        awaitVersion(stack, order, 1);
        List<String> before = contractsLogged(stack);

        HttpResponse<String> answer = Probe.send(Probe.request(
                        stack.stack
                                .connect
                                .uri()
                                .resolve(
                                        "/connectors/" + source.name() + "/restart?includeTasks=true&onlyFailed=false"),
                        null)
                .POST(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(202);
        List<String> after =
                await().atMost(PATIENCE).until(() -> contractsLogged(stack), logged -> logged.size() > before.size());
        assertThat(after.subList(before.size(), after.size())).containsOnly(hash);
        stack.command(order, "add-line", LINE);
        awaitVersion(stack, order, 2);
        assertThat(stack.stack.connect.client().isRunning(source.name())).isTrue();
        assertThat(stack.topic("orders.public.v1").events(order.toString()))
                .extracting(event -> event.headers().get("ce_aggregateversion"))
                .as("restarting repeats nothing and loses nothing")
                .containsExactly("1", "2");
    }

    /** The hashes that transforms have logged when they were configured. */
    private static List<String> contractsLogged(TestStack stack) throws IOException {
        return LOGGED_HASH
                .matcher(Files.readString(stack.home.log("connect")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static void awaitVersion(TestStack stack, UUID order, long version) {
        await().atMost(PATIENCE)
                .until(() -> stack.document(order).path("_version").asLong() == version);
    }

    private static List<Entry> awaitEntries(UUID order, QuarantineTopic quarantine, int count) {
        return await().atMost(PATIENCE).until(() -> of(order, quarantine), entries -> entries.size() == count);
    }

    private static String[] keys(List<Entry> entries) {
        return entries.stream().map(Entry::key).toArray(String[]::new);
    }

    private static List<Entry> of(UUID order, QuarantineTopic quarantine) {
        return quarantine.entries().stream()
                .filter(entry -> entry.aggregateid().equals(order.toString()))
                .toList();
    }
}
