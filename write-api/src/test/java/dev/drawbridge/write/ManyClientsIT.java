package dev.drawbridge.write;

import static dev.drawbridge.write.ApiClient.ADD_LINE;
import static dev.drawbridge.write.ApiClient.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.write.ApiClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sixty-four clients at once: no version is missing, no change is lost, each version has its outbox row. */
class ManyClientsIT extends RunningWriteApi {
    private static final int CLIENTS = 64;
    private static final int EACH = 12;

    @Test
    void onOneOrderWithoutIfMatch() throws Exception {
        UUID order = created();
        int accepted = together(client -> {
            int mine = 0;
            for (int i = 0; i < EACH; i++) {
                // The order takes a hundred lines; coming and going, all have their turn.
                Answer answer = client.post("/orders/" + order + "/add-line", ADD_LINE);
                assertThat(answer.status()).as(answer.text()).isIn(200, 409, 503);
                mine += answer.status() == 200 ? 1 : 0;
            }
            return mine;
        });

        assertThat(accepted).isEqualTo(100);
        Agreement.requireAgreement(DATABASE);
    }

    @Test
    void onOneOrderWithIfMatchEachVersionIsWonByOne() throws Exception {
        UUID order = created();
        int accepted = together(client -> {
            int mine = 0;
            for (long version = 1; version <= EACH; version++) {
                Answer answer =
                        client.post("/orders/" + order + "/add-line", ADD_LINE, "If-Match", "\"" + version + "\"");
                assertThat(answer.status()).as(answer.text()).isIn(200, 412, 503);
                mine += answer.status() == 200 ? 1 : 0;
            }
            return mine;
        });

        assertThat(accepted).isBetween(1, EACH);
        assertThat(new StoredOrder(DATABASE.admin(), order).version()).isEqualTo(accepted + 1);
        Agreement.requireAgreement(DATABASE);
    }

    @Test
    void onManyOrders() throws Exception {
        int accepted = together(client -> {
            UUID order = UUID.randomUUID();
            assertThat(client.post("/orders/" + order + "/create", CREATE).status())
                    .isEqualTo(201);
            for (int i = 0; i < EACH; i++) {
                assertThat(client.post("/orders/" + order + "/add-line", ADD_LINE)
                                .status())
                        .isEqualTo(200);
            }
            return EACH;
        });

        assertThat(accepted).isEqualTo(CLIENTS * EACH);
        assertThat(new StoredOrder(DATABASE.admin(), UUID.randomUUID()).number("select count(*) from outbox"))
                .isEqualTo(CLIENTS * (EACH + 1L));
        Agreement.requireAgreement(DATABASE);
    }

    private interface Work {
        int run(ApiClient client);
    }

    private static UUID created() {
        UUID order = UUID.randomUUID();
        new ApiClient(api.port()).post("/orders/" + order + "/create", CREATE);
        return order;
    }

    private static int together(Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        ApiClient client = new ApiClient(api.port());
        try {
            List<Future<Integer>> runs = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                runs.add(threads.submit(() -> work.run(client)));
            }
            int sum = 0;
            for (Future<Integer> run : runs) {
                sum += run.get(120, TimeUnit.SECONDS);
            }
            return sum;
        } finally {
            threads.shutdownNow();
        }
    }
}
