package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** Something happens to a stack while clients send commands; afterwards nothing may be lost, doubled or half-formed. */
final class Recovery {
    private static final String TOPIC = "orders.public.v1";
    private static final Duration CATCH_UP = Duration.ofMinutes(2);

    private final TestStack stack;
    private final CommandLoad load;
    private final Random random;

    interface Disaster {
        void strike() throws Exception;
    }

    Recovery(TestStack stack, CommandLoad load, Random random) {
        this.stack = stack;
        this.load = load;
        this.random = random;
    }

    /** Chance that can be repeated: the seed is printed, and {@code -Drecovery.seed=N} sets it. */
    static Random seeded() {
        long seed = Long.getLong("recovery.seed", new Random().nextLong());
        System.out.println("recovery.seed=" + seed);
        return new Random(seed);
    }

    /** Sends commands and lets {@code disaster} strike after a number of answers left to chance. */
    void during(int commands, Disaster disaster) throws Exception {
        int before = load.answered();
        int moment = before + 1 + random.nextInt(commands * 3 / 4);
        CompletableFuture<Void> sending = load.send(commands);
        await().pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofMinutes(2))
                .until(() -> sending.isCompletedExceptionally() || load.answered() >= moment);
        disaster.strike();
        sending.join();
    }

    void assertNothingWasLost() throws Exception {
        assertThat(load.firstBrokenPromise()).isEqualTo(Optional.empty());
        Consistency consistency = new Consistency(stack);
        await().atMost(CATCH_UP).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(
                        consistency.firstDifference(load.orders()))
                .isEqualTo(Optional.empty()));
        awaitSink();
        assertThat(consistency.firstDifference(load.orders()))
                .as("what the sink still had to write when all agreed for the first time")
                .isEqualTo(Optional.empty());
        assertThat(Strangers.first(stack)).isEqualTo(Optional.empty());
        System.out.printf(
                "%d commands answered, %d of them accepted, %d sent again: tables, outbox, topic and index agree%n",
                load.answered(), load.accepted(), load.repeated());
    }

    /** Until the sink has committed all events that the topic holds now. */
    private void awaitSink() {
        Map<TopicPartition, Long> ends = new HashMap<>();
        stack.topic(TOPIC)
                .forEach(event ->
                        ends.merge(new TopicPartition(TOPIC, event.partition()), event.offset() + 1, Math::max));
        try (Admin admin = stack.stack.broker.admin()) {
            new SinkOffsets(admin, "order-search").awaitCommitted(ends, CATCH_UP);
        }
    }
}
