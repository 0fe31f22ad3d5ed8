package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.outbox.OutboxDatabase;
import dev.drawbridge.stack.component.ForeignWorkers;
import dev.drawbridge.stack.component.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * All three plugins on a worker of Kafka Connect 3.9, which knows no plugin metrics: from the outbox to a topic and an
 * index of their own, beside what the suite's worker does with the same rows.
 */
@UsesStack
class OldestWorkerIT {
    private static final String CONTRACT = "transforms.publish.contract";
    private static final String SLOT = "oldest";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestStack stack;
    private final ExtraWorker worker;
    private final SinkRig rig;

    OldestWorkerIT(TestStack stack) throws Exception {
        this.stack = stack;
        this.worker = ExtraWorker.oldest(stack, "drawbridge-oldest");
        this.rig = new SinkRig(stack, "oldest", Map.of());
    }

    @BeforeEach
    void start() throws Exception {
        new OutboxDatabase(stack.stack.postgres.dataSource(PostgresServer.DATABASE)).createSlot(SLOT, PATIENCE);
        try (Admin admin = stack.stack.broker.admin()) {
            admin.createTopics(List.of(new NewTopic("__debezium-heartbeat.oldest", Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
        worker.start();
    }

    @AfterEach
    void stop() throws Exception {
        worker.stop();
        rig.close();
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(SQLException.class).until(() -> {
            try (Connection connection = stack.database("postgres")) {
                return connection.createStatement().execute("select pg_drop_replication_slot('" + SLOT + "')");
            }
        });
    }

    @Test
    void publishesAndIndexesThere() throws Exception {
        ConnectApi connect = worker.client();
        assertThat(connect.get("/").path("version").asText()).isEqualTo(System.getProperty("drawbridge.oldest-kafka"));
        assertThatOnlyTheExtraWorkerIsForeign();
        ConnectorFile source = source();
        assertThat(connect.validate(source.config())).isEmpty();
        assertThat(connect.validate(source.with(Map.of(
                                CONTRACT,
                                source.config().get(CONTRACT).replace("state.customer.city", "state.staffNotes")))
                        .config()))
                .anyMatch(finding -> finding.startsWith(CONTRACT + ": ")
                        && finding.matches("(?s).*mapping\\.yaml:\\d+:\\d+: .*")
                        && finding.contains("private"));

        deploy(connect, source);
        deploy(connect, rig.sink(stack.stack.elasticsearch.uri().toString(), Map.of()));
        UUID order = UUID.randomUUID();
        stack.command(order, "create", "{\"customerName\":\"Ada\",\"customerCity\":\"Oslo\"}");
        stack.command(
                order, "add-line", "{\"productName\":\"Desk\",\"quantity\":2,\"unitPrice\":19.90,\"unitCost\":11.00}");
        JsonNode document = awaitVersion(order, 2);
        assertThat(document.at("/_source/lines/0/productName").asText()).isEqualTo("Desk");
        assertThat(rig.newest().get(order.toString()).value()).contains("39.80").doesNotContain("unitCost", "11.00");

        stack.command(order, "erase", "{}");
        assertThat(awaitVersion(order, 3).at("/_source/erased").asBoolean()).isTrue();
    }

    /** In a group of its own it is named; were that the group of the stack's worker, up would not wait in vain. */
    private void assertThatOnlyTheExtraWorkerIsForeign() throws Exception {
        assertThat(stack.stack.connect.foreignWorkers().findings())
                .singleElement()
                .asString()
                .contains("uses this stack's Kafka", "drawbridge-oldest", worker.id(), "host 127.0.0.1", "End it");
        stack.stack.connect.foreignWorkers().demandNoneInOwnGroup();
        ForeignWorkers inItsGroup = new ForeignWorkers(stack.stack.broker, () -> "drawbridge-oldest", "connect-none");
        assertThatThrownBy(inItsGroup::demandNoneInOwnGroup)
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContaining(worker.id())
                .hasMessageContaining("End that process");
    }

    /** The reference source with a slot, a prefix and a public topic of its own. */
    private ConnectorFile source() {
        ConnectorFile reference = stack.source();
        String bundle = reference.config().get(CONTRACT);
        String redirected = bundle.replace("orders.public.v1", rig.topic());
        assertThat(redirected).isNotEqualTo(bundle);
        return new ConnectorFile(
                "oldest-outbox",
                reference
                        .with(Map.of(
                                "name",
                                "oldest-outbox",
                                "slot.name",
                                SLOT,
                                "topic.prefix",
                                "oldest",
                                CONTRACT,
                                redirected))
                        .config());
    }

    private static void deploy(ConnectApi connect, ConnectorFile connector) {
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            connect.put(connector);
            return connect.isRunning(connector.name());
        });
    }

    private JsonNode awaitVersion(UUID order, long version) {
        return await().atMost(PATIENCE)
                .until(
                        () -> rig.document(order.toString()),
                        found -> found.path("_version").asLong() == version);
    }
}
