package dev.drawbridge.write;

import static dev.drawbridge.write.ApiClient.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Republishing by a process of its own. */
class RepublishOrdersIT extends RunningWriteApi {
    private static final WriteApiConfig CONFIG = WriteApiConfig.from(DATABASE.environment());

    @Test
    @ResourceLock(Resources.SYSTEM_ERR)
    void whyItHadToStopIsSaid() {
        Map<String, String> environment = new HashMap<>(DATABASE.environment());
        environment.put("WRITE_DB_URL", "jdbc:postgresql://127.0.0.1:1/drawbridge");
        PrintStream console = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(RepublishOrders.run(WriteApiConfig.from(environment), RepublishArguments.parse("--all")))
                    .isEqualTo(1);
        } finally {
            System.setErr(console);
        }
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains(
                        "Stopped before the first order: No connection to PostgreSQL",
                        "(SQLSTATE 08001)",
                        "; go on with --all");
    }

    @Test
    void aRunGoesOnAfterTheOrderItEndedWith() {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ids.add(UUID.randomUUID());
            client.post("/orders/" + ids.get(i) + "/create", CREATE);
        }
        ids.sort(Comparator.comparing(UUID::toString));

        assertThat(republish("--all", "--after", ids.get(3).toString())).isZero();

        assertThat(ids.stream().map(id -> new StoredOrder(DATABASE.admin(), id)
                        .outbox()
                        .get(0)
                        .replay()))
                .containsExactly(false, false, false, false, true, true);
    }

    @Test
    void anUnknownOrderIsToldByTheExitCode() {
        UUID id = UUID.randomUUID();
        client.post("/orders/" + id + "/create", CREATE);

        assertThat(republish(UUID.randomUUID().toString(), id.toString())).isEqualTo(3);
        assertThat(new StoredOrder(DATABASE.admin(), id).outbox().get(0).replay())
                .isTrue();
    }

    private static int republish(String... arguments) {
        return RepublishOrders.run(CONFIG, RepublishArguments.parse(arguments));
    }
}
