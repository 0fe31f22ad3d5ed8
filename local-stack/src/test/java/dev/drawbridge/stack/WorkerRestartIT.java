package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.stack.process.ManagedProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** G2, G4, G5: the worker ends in the middle of a load, once asked and once killed, and nothing is lost or half-formed. */
@UsesStack
class WorkerRestartIT {
    private static final int COMMANDS = 500;
    private static final int ORDERS = 50;

    @Test
    void everyDocumentEqualsTheCommittedStateAfterTheWorkerWasStopped(TestStack stack) throws Exception {
        surviveLoad(stack, "TERM");
    }

    @Test
    void everyDocumentEqualsTheCommittedStateAfterTheWorkerWasKilled(TestStack stack) throws Exception {
        surviveLoad(stack, "KILL");
    }

    /** The long version, at moments of chance. */
    @Tag("soak")
    @RepeatedTest(10)
    void everyDocumentEqualsTheCommittedStateAfterTheWorkerWasKilledAtAnyMoment(TestStack stack) throws Exception {
        surviveLoad(stack, "KILL");
    }

    private static void surviveLoad(TestStack stack, String signal) throws Exception {
        List<UUID> orders = Stream.generate(UUID::randomUUID).limit(ORDERS).toList();
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> load(stack, orders));
        ManagedProcess worker = stack.stack.connect.child();
        // Any moment of the load will do: when some order has come to some version.
        UUID some = orders.get(new Random().nextInt(ORDERS));
        int version = 1 + new Random().nextInt(COMMANDS / ORDERS - 2);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> load.isCompletedExceptionally()
                        || stack.document(some).path("_version").asInt() >= version);
        worker.stop(signal, Duration.ofSeconds(30));
        stack.stack.up();
        load.join();
        Consistency consistency = new Consistency(stack);
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(
                        () -> assertThat(consistency.firstDifference(orders)).isEqualTo(Optional.empty()));
    }

    /** Ten commands for each order, one order's after the other's as a real service would see them. */
    private static void load(TestStack stack, List<UUID> orders) {
        Random random = new Random(7);
        List<List<String[]>> plans = new ArrayList<>();
        IntStream.range(0, ORDERS).forEach(i -> plans.add(plan(random, i)));
        try {
            for (int step = 0; step < COMMANDS / ORDERS; step++) {
                for (int i = 0; i < ORDERS; i++) {
                    String[] command = plans.get(i).get(step);
                    stack.command(orders.get(i), command[0], command[1]);
                }
            }
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static List<String[]> plan(Random random, int order) {
        List<String[]> plan = new ArrayList<>();
        plan.add(new String[] {"create", "{\"customerName\":\"Customer %d\",\"customerCity\":\"Graz\"}".formatted(order)
        });
        while (plan.size() < COMMANDS / ORDERS - 2) {
            plan.add(line(random));
        }
        boolean cancelled = order % 3 == 0;
        plan.add(cancelled ? new String[] {"cancel", "{\"reason\":\"no longer needed\"}"} : line(random));
        boolean erased = order % 5 == 0;
        plan.add(erased || cancelled ? new String[] {"erase", "{}"} : line(random));
        return plan;
    }

    private static String[] line(Random random) {
        return new String[] {
            "add-line",
            "{\"productName\":\"Product %d\",\"quantity\":%d,\"unitPrice\":%d.%02d,\"unitCost\":1.00}"
                    .formatted(random.nextInt(20), 1 + random.nextInt(9), 1 + random.nextInt(99), random.nextInt(100))
        };
    }
}
