package dev.drawbridge.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.write.ApiClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever commands come, and however often each is sent again, at once or much later: one effect, one answer. */
class ReplayedCommandsIT {
    private static final TestDatabase DATABASE = TestDatabase.of("replayed_commands");
    private static final Map<String, String> BODIES = Map.of(
            "create", ApiClient.CREATE,
            "add-line", ApiClient.ADD_LINE,
            "remove-line", "{\"lineNumber\":2}",
            "apply-coupon", "{\"code\":\"X\",\"percentOff\":7}",
            "place", "{}",
            "start-processing", "{}",
            "ship", "{\"carrier\":\"x\",\"trackingNumber\":\"y\"}",
            "deliver", "{}",
            "cancel", ApiClient.CANCEL);

    private static WriteApi api;
    private static ApiClient client;

    /** A command, and how many commands later it is sent again; 0 for never. */
    record Sent(String task, int againAfter) {}

    @BeforeContainer
    static void start() {
        api = WriteApi.start(WriteApiConfig.from(DATABASE.environment()));
        client = new ApiClient(api.port());
    }

    @AfterContainer
    static void stop() {
        api.close();
    }

    @Property(tries = 25, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void aReplayGivesTheSameAnswerAndNoSecondEffect(@ForAll("walks") List<Sent> walk) {
        DATABASE.clear();
        UUID order = UUID.randomUUID();
        List<Answer> answers = new ArrayList<>();
        long accepted = 0;
        for (int i = 0; i < walk.size(); i++) {
            Answer answer = send(order, walk, i);
            answers.add(answer);
            accepted += answer.status() < 300 ? 1 : 0;
            for (int earlier = 0; earlier <= i; earlier++) {
                if (walk.get(earlier).againAfter() == i - earlier + 1) {
                    assertThat(send(order, walk, earlier)).isEqualTo(answers.get(earlier));
                }
            }
        }

        StoredOrder stored = new StoredOrder(DATABASE.admin(), order);
        assertThat(stored.version()).isEqualTo(accepted);
        assertThat(stored.outbox()).hasSize((int) accepted);
        Agreement.requireThatAllIsAnswered(DATABASE);
    }

    private static Answer send(UUID order, List<Sent> walk, int number) {
        String task = walk.get(number).task();
        return client.post(
                "/orders/" + order + "/" + task,
                BODIES.get(task),
                "Idempotency-Key",
                "\"" + order + "-" + number + "\"");
    }

    @Provide
    Arbitrary<List<Sent>> walks() {
        Arbitrary<String> tasks = Arbitraries.of(
                "add-line",
                "add-line",
                "add-line",
                "remove-line",
                "apply-coupon",
                "place",
                "start-processing",
                "ship",
                "deliver",
                "cancel",
                "create");
        Arbitrary<Sent> sent =
                Combinators.combine(tasks, Arbitraries.integers().between(0, 6)).as(Sent::new);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3), sent.list().ofSize(18))
                .as((againAfter, others) -> {
                    List<Sent> walk = new ArrayList<>(others);
                    walk.add(0, new Sent("create", againAfter));
                    return walk;
                });
    }
}
