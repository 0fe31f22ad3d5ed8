package dev.drawbridge.write;

import static dev.drawbridge.write.ApiClient.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Republishing by a process of its own. */
class RepublishOrdersIT extends RunningWriteApi {
    private static final WriteApiConfig CONFIG = WriteApiConfig.from(DATABASE.environment());

    @Test
    void whyItHadToStopIsSaid() {
        Map<String, String> environment = new HashMap<>(DATABASE.environment());
        environment.put("WRITE_DB_URL", "jdbc:postgresql://127.0.0.1:1/drawbridge");
        CapturedErrors said = new CapturedErrors();
        try {
            assertThat(RepublishOrders.run(WriteApiConfig.from(environment), RepublishArguments.parse("--all")))
                    .isEqualTo(1);
        } finally {
            said.close();
        }
        assertThat(said.text())
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
