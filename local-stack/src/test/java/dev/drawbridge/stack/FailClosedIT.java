package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.ops.files.ConnectorFile;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** In doubt, nothing is published, and what is said helps. */
@UsesStack
class FailClosedIT {

    @Test
    void anUnknownEventTypeIsNeverPublishedAndGoesThroughOnceItIsMapped(TestStack stack) throws Exception {
        UUID order = UUID.randomUUID();
        stack.command(order, "create", "{\"customerName\":\"Before\",\"customerCity\":\"Oslo\"}");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> stack.document(order).path("_version").asLong() == 1);
        ConnectApi connect = stack.stack.connect.client();
        ConnectorFile source = stack.source();

        insertOfUnknownType(stack, order);
        JsonNode task = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> connect.status("orders-outbox").path("tasks").path(0),
                        node -> node.path("state").asText().equals("FAILED"));
        assertThat(task.get("trace").asText())
                .contains("OrderTeleported", "types", "mapping.yaml", "Nothing was published", "quarantine")
                .doesNotContain("MARKERstate");
        assertThat(stack.topic("orders.public.v1").events(order.toString())).hasSize(1);

        try {
            String bundle = source.config().get("transforms.publish.contract");
            ConnectorFile mapped = source.with(Map.of(
                    "transforms.publish.contract",
                    bundle.replace(
                                    "OrderCreated:   com",
                                    "OrderTeleported: com.example.orders.order-changed.v1\\n  OrderCreated:   com")
                            .replace("\\\"OrderCreated\\\",", "\\\"OrderTeleported\\\", \\\"OrderCreated\\\",")));
            TestStack.untilConnectIsNotBusy(() -> connect.put(mapped));
            TestStack.untilConnectIsNotBusy(() -> connect.restartFailed("orders-outbox"));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> stack.document(order).path("_version").asLong() == 2);
        } finally {
            TestStack.untilConnectIsNotBusy(() -> connect.put(source));
        }
        assertThat(stack.topic("orders.public.v1").events(order.toString())).hasSize(2);
    }

    /** The state is that of a real order, so that only the type is in doubt. */
    private static void insertOfUnknownType(TestStack stack, UUID order) throws Exception {
        try (Connection connection = stack.database("drawbridge_writer")) {
            assertThat(connection.createStatement().executeUpdate("""
                            insert into outbox (id, aggregatetype, aggregateid, version, type, payloadversion, payload, occurredat)
                            select gen_random_uuid(), aggregatetype, aggregateid, 2, 'OrderTeleported', payloadversion,
                                   jsonb_set(payload, '{state,staffNotes}', '["MARKERstate"]'), now()
                              from outbox where aggregateid = '%s'
                            """.formatted(order)))
                    .isOne();
        }
    }

    @Test
    void aSourceWithoutTheTransformIsRefused(TestStack stack) throws Exception {
        Map<String, String> config = new TreeMap<>(stack.source().config());
        config.keySet().removeIf(key -> key.startsWith("transforms"));
        List<String> findings = stack.stack.connect.client().validate(config);
        assertThat(findings)
                .anyMatch(finding -> finding.startsWith("transforms: ") && finding.contains("PublishEvent"));
        assertThatThrownBy(() -> stack.stack.connect.client().put(new ConnectorFile("naked", config)))
                .hasMessageContaining("HTTP 400")
                .hasMessageContaining("PublishEvent");
    }

    @Test
    void aMappingThatReadsSomethingPrivateIsRefusedByValidate(TestStack stack) throws Exception {
        ConnectorFile source = stack.source();
        String bundle = source.config().get("transforms.publish.contract");
        List<String> findings = stack.stack
                .connect
                .client()
                .validate(source.with(Map.of(
                                "transforms.publish.contract",
                                bundle.replace("state.customer.city", "state.staffNotes")))
                        .config());
        assertThat(findings)
                .anyMatch(finding -> finding.startsWith("transforms.publish.contract: ")
                        && finding.contains("mapping.yaml")
                        && finding.contains("state.staffNotes")
                        && finding.contains("private"));
    }

    /** Debezium's own connector knows no such check; the converters of the reference configuration are the second wall. */
    @Test
    void evenDebeziumsOwnConnectorPublishesNothingWithoutTheTransform(TestStack stack) throws Exception {
        Map<String, String> config = new TreeMap<>(stack.source().config());
        config.keySet().removeIf(key -> key.startsWith("transforms"));
        config.putAll(Map.of(
                "connector.class", "io.debezium.connector.postgresql.PostgresConnector",
                "plugin.name", "pgoutput",
                "slot.name", "naked",
                "slot.drop.on.stop", "true",
                "topic.prefix", "naked",
                "publication.name", "drawbridge_outbox",
                "publication.autocreate.mode", "disabled",
                "table.include.list", "public.outbox",
                "snapshot.mode", "no_data"));
        ConnectApi connect = stack.stack.connect.client();
        try (Admin admin = stack.stack.broker.admin()) {
            admin.createTopics(
                            List.of(new org.apache.kafka.clients.admin.NewTopic("naked.public.outbox", 1, (short) 1)))
                    .all()
                    .get();
        }
        TestStack.untilConnectIsNotBusy(() -> connect.put(new ConnectorFile("naked", config)));
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> connect.isRunning("naked"));
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        stack.command(
                                UUID.randomUUID(),
                                "create",
                                "{\"customerName\":\"Someone\",\"customerCity\":\"Bonn\"}");
                        return connect.status("naked")
                                .path("tasks")
                                .path(0)
                                .path("state")
                                .asText()
                                .equals("FAILED");
                    });
            assertThat(connect.status("naked")
                            .path("tasks")
                            .path(0)
                            .path("trace")
                            .asText())
                    .contains("ByteArrayConverter");
            assertThat(stack.topic("naked.public.outbox").events()).isEmpty();
        } finally {
            connect.delete("naked");
        }
    }
}
