package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A slot that has moved on without the connector: rows are skipped by nobody, and the remedy that is named works. */
@ExtendWith(TestStack.Extension.class)
class SlotAheadIT {
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
            assertThat(stack.stack.writeApi.republish(List.of(skipped.toString())))
                    .isZero();
        } finally {
            stack.stack.connect.client().resume(SOURCE);
        }
        awaitDocument(stack, skipped);
        assertThat(task(stack).path("state").asText()).isEqualTo("RUNNING");
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
        await().atMost(PATIENCE).until(() -> task(stack).isMissingNode() && !stack.stack.postgres.isStreaming());
    }

    private static void moveSlotOn(TestStack stack) throws Exception {
        try (Connection connection = stack.database("postgres")) {
            connection
                    .createStatement()
                    .execute("select pg_replication_slot_advance('" + Postgres.SLOT + "', pg_current_wal_lsn())");
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
