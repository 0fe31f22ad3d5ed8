package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.stack.process.Probe;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Rows that the slot cannot send any more, as it moved on without the connector or the publication was without the outbox: the
 * task stops, and the remedy that its message names works.
 */
@UsesStack
class SourceLossIT {
    private static final String SOURCE = "orders-outbox";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void aSlotAheadOfTheStoredOffsetIsRefusedUntilTheOffsetIsResetAndTheRowsArePublishedAgain(TestStack stack)
            throws Exception {
        UUID before = UUID.randomUUID();
        UUID skipped = UUID.randomUUID();
        create(stack, before);
        awaitDocument(stack, before);
        try {
            stopSource(stack);
            create(stack, skipped);
            moveSlotOn(stack);
            stack.stack.connect.client().resume(SOURCE);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            task(stack).path("trace").asText())
                    .contains("is ahead of the offset Connect has stored", "DELETE /connectors/<name>/offsets"));
            assertThat(stack.document(skipped).path("found").asBoolean()).isFalse();

            stopSource(stack);
            assertThat(deleteOffsets(stack).statusCode()).isEqualTo(200);
            assertThat(stack.run("outbox", "republish", "--type", "order", skipped.toString()))
                    .contains("exit 0");
        } finally {
            stack.stack.connect.client().resume(SOURCE);
        }
        awaitDocument(stack, skipped);
        assertThat(task(stack).path("state").asText()).isEqualTo("RUNNING");
    }

    @Test
    void aPublicationThatWasWithoutTheOutboxStopsTheTaskUntilTheRowsArePublishedAgain(TestStack stack)
            throws Exception {
        UUID before = UUID.randomUUID();
        UUID missed = UUID.randomUUID();
        create(stack, before);
        awaitDocument(stack, before);
        try {
            administrate(stack, "alter publication drawbridge_outbox drop table outbox");
            create(stack, missed);
            administrate(stack, "alter publication drawbridge_outbox add table outbox");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            task(stack).path("trace").asText())
                    .contains("Publication 'drawbridge_outbox' was altered", "DELETE /connectors/<name>/offsets"));
            assertThat(stack.document(missed).path("found").asBoolean()).isFalse();

            stopSource(stack);
            assertThat(patchOffsets(stack, "lsn_commit", Long.MAX_VALUE))
                    .as("an offset from before the change")
                    .contains("Publication 'drawbridge_outbox' was altered");
            assertThat(patchOffsets(stack, "lsn", "0/1")).contains("'lsn' is no integer");
            assertThat(deleteOffsets(stack).statusCode()).isEqualTo(200);
            assertThat(stack.run("outbox", "republish", "--type", "order", missed.toString()))
                    .contains("exit 0");
        } finally {
            stack.stack.connect.client().resume(SOURCE);
        }
        awaitDocument(stack, missed);
        assertThat(task(stack).path("state").asText()).isEqualTo("RUNNING");
    }

    /** What Connect answers to the stored offset with another value for one key. */
    private static String patchOffsets(TestStack stack, String key, Object value) throws Exception {
        URI offsets = stack.stack.connect.uri().resolve("/connectors/" + SOURCE + "/offsets");
        JsonNode stored = TestStack.JSON.readTree(
                Probe.send(Probe.request(offsets, null).GET()).body());
        ((ObjectNode) stored.at("/offsets/0/offset")).putPOJO(key, value);
        HttpResponse<String> answer = Probe.send(Probe.request(offsets, null)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(stored.toString())));
        assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
        return answer.body();
    }

    private static void create(TestStack stack, UUID order) throws Exception {
        stack.command(order, "create", "{\"customerName\":\"Left Behind\",\"customerCity\":\"Lima\"}");
    }

    private static void awaitDocument(TestStack stack, UUID order) {
        await().atMost(PATIENCE)
                .until(() -> stack.document(order).path("_version").asLong() == 1);
    }

    /** Its task gone, and the slot free. */
    private static void stopSource(TestStack stack) throws Exception {
        stack.stack.connect.client().stop(SOURCE);
        await().atMost(PATIENCE)
                .until(() -> task(stack).isMissingNode()
                        && stack.stack.postgres.slot(stack.source()).reader().isEmpty());
    }

    private static void moveSlotOn(TestStack stack) throws Exception {
        administrate(stack, "select pg_replication_slot_advance('" + TestStack.SLOT + "', pg_current_wal_lsn())");
    }

    private static void administrate(TestStack stack, String sql) throws Exception {
        try (Connection connection = stack.database("postgres")) {
            connection.createStatement().execute(sql);
        }
    }

    private static JsonNode task(TestStack stack) throws Exception {
        return stack.stack.connect.client().status(SOURCE).path("tasks").path(0);
    }

    private static HttpResponse<String> deleteOffsets(TestStack stack) throws Exception {
        return Probe.send(Probe.request(stack.stack.connect.uri().resolve("/connectors/" + SOURCE + "/offsets"), null)
                .DELETE());
    }
}
