package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.ops.connect.Rollout;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.stack.process.Probe;
import dev.drawbridge.transforms.PublishEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** G1: what is planted in private fields is found nowhere outside the write model. */
@UsesStack
class LeakIT {
    private static final String NOTE = "MARKERnoteQX7";
    private static final String COUPON = "MARKERcouponQX7";
    private static final String TRACKING = "MARKERtrackingQX7";
    private static final String UNIT_COST = "73519.37";

    @Test
    void markersInPrivateFieldsReachNoTopicNoIndexNoLogNoRestAnswer(TestStack stack) throws Exception {
        UUID order = UUID.randomUUID();
        stack.command(
                order,
                "create",
                "{\"customerName\":\"Public Person\",\"customerCity\":\"Turin\",\"staffNote\":\"" + NOTE + "\"}");
        stack.command(
                order,
                "add-line",
                "{\"productName\":\"Lamp\",\"quantity\":3,\"unitPrice\":100000.00,\"unitCost\":" + UNIT_COST + "}");
        stack.command(order, "apply-coupon", "{\"code\":\"" + COUPON + "\",\"percentOff\":1}");
        stack.command(order, "place", "{}");
        stack.command(order, "start-processing", "{}");
        stack.command(order, "ship", "{\"carrier\":\"Blue Parcel\",\"trackingNumber\":\"" + TRACKING + "\"}");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> stack.document(order).path("_version").asLong() == 6);
        stack.send(order, "no-such-task", "{\"note\":\"" + NOTE + "\"}");
        stack.send(order, "cancel", "{\"reason\":7,\"staffNote\":\"" + NOTE + "\"}");

        List<String> markers = new ArrayList<>(List.of(NOTE, UNIT_COST, COUPON, TRACKING));
        markers.addAll(privateNumbers(stack, order));
        assertThat(markers).as("margin is computed from the planted cost").contains("76441.89");

        Map<String, String> places = everythingOutside(stack);
        assertThat(places.keySet()).anyMatch(place -> place.startsWith("topic orders.public.v1"));
        assertThat(places.get("topic orders.public.v1")).contains("Public Person", "Blue Parcel");
        assertThat(places.get("all indexes")).contains("Public Person");
        places.forEach((place, text) -> markers.forEach(marker ->
                assertThat(text.contains(marker)).as("%s in %s", marker, place).isFalse()));
    }

    /** Debezium writes the options of a task that starts to the log. The secrets are two passwords each, to be long enough. */
    private static void restartSourceWithEverySecretOfPublishEvent(TestStack stack) throws Exception {
        ConnectApi connect = stack.stack.connect.client();
        ConnectorFile source = stack.source();
        String password = "${file:" + stack.home.secrets() + ":elasticsearch.admin.password}";
        Map<String, String> secrets = new LinkedHashMap<>();
        new PublishEvent<SourceRecord>()
                .config().configKeys().values().stream()
                        .filter(key -> key.type == ConfigDef.Type.PASSWORD)
                        .forEach(key -> secrets.put("transforms.publish." + key.name, password + password));
        assertThat(secrets).isNotEmpty();
        TestStack.untilConnectIsNotBusy(() -> new Rollout(connect).apply(source.with(secrets)));
        Path log = stack.home.root().resolve("logs/connect.log");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> secrets.keySet().stream().allMatch(read(log)::contains));
        TestStack.untilConnectIsNotBusy(() -> new Rollout(connect).apply(source));
        stack.stack.up();
    }

    /** The private numbers as the database has them, so that the test need not compute the margin itself. */
    private static List<String> privateNumbers(TestStack stack, UUID order) throws Exception {
        try (Connection connection = stack.database("postgres");
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("select margin::text from orders where id = '" + order + "'")) {
            row.next();
            return List.of(row.getString(1));
        }
    }

    private static Map<String, String> everythingOutside(TestStack stack) throws Exception {
        Map<String, String> places = new LinkedHashMap<>();
        try (Admin admin = stack.stack.broker.admin()) {
            for (String topic : admin.listTopics().names().get()) {
                if (!topic.startsWith("__consumer") && !topic.startsWith("__transaction")) {
                    places.put("topic " + topic, stack.topic(topic).events().toString());
                }
            }
        }
        StringBuilder documents = new StringBuilder();
        new IndexPages(stack)
                .forEachHit("/_all", "{}", hit -> documents.append(hit).append('\n'));
        places.put("all indexes", documents.toString());
        for (String path : List.of(
                "/connectors?expand=status&expand=info", "/connector-plugins", "/connectors/orders-outbox/offsets")) {
            places.put(
                    "Connect " + path,
                    Probe.send(Probe.request(URI.create(stack.stack.connect.uri() + path), null))
                            .body());
        }
        try (Stream<Path> logs = Files.walk(stack.home.root().resolve("logs"))) {
            for (Path log : logs.filter(LeakIT::isText).toList()) {
                places.put("log " + log.getFileName(), read(log));
            }
        }
        try (Stream<Path> logs = Files.walk(stack.home.data("elasticsearch").resolve("logs"))) {
            for (Path log : logs.filter(LeakIT::isText).toList()) {
                places.put("log " + log.getFileName(), read(log));
            }
        }
        return places;
    }

    private static boolean isText(Path file) {
        return Files.isRegularFile(file) && !file.toString().endsWith(".gz");
    }

    /** Any bytes are text so, as those of a character that is half written; what is searched for is ASCII. */
    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    @Test
    void noPasswordIsInALogAConfigOrACommandLine(TestStack stack) throws Exception {
        restartSourceWithEverySecretOfPublishEvent(stack);
        Map<String, String> places = everythingOutside(stack);
        ProcessHandle.allProcesses()
                .forEach(process -> places.put(
                        "command line of " + process.pid(),
                        process.info().commandLine().orElse("")));
        try (Stream<Path> files = Files.walk(stack.home.root().resolve("run"))) {
            for (Path file : files.filter(LeakIT::isText).toList()) {
                places.put("file " + file.getFileName(), read(file));
            }
        }
        List<String> passwords = Files.readAllLines(stack.home.secrets()).stream()
                .filter(line -> line.contains("="))
                .map(line -> line.substring(line.indexOf('=') + 1))
                .toList();
        assertThat(passwords).hasSize(8).allSatisfy(password -> assertThat(password)
                .hasSizeGreaterThan(20));
        places.forEach((place, text) -> passwords.forEach(password -> assertThat(text.contains(password))
                .as("a password in %s", place)
                .isFalse()));
        assertThat(Files.getPosixFilePermissions(stack.home.secrets()))
                .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }
}
