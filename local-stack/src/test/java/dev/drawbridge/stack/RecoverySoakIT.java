package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.ops.ActionRequiredException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The long version of {@link RecoveryIT}: each component ten times, pairs ten times at once and ten times one during the
 * other's recovery, the launcher ten times, each kill at a moment of chance among 2,000 commands on 200 orders of its own.
 * {@code -Drecovery.seed=N} repeats a run, {@code -Drecovery.rounds=N} shortens it.
 */
@Tag("soak")
@UsesStack
class RecoverySoakIT {
    private static final int COMMANDS = 2_000;
    private static final int ORDERS = 200;
    private static final List<Victim> VICTIMS = List.of(Victim.values());
    private static final int ROUNDS = Integer.getInteger("recovery.rounds", 10);

    private final Random random = Recovery.seeded();

    @TestFactory
    Stream<DynamicTest> survivesTheKillOfOne(TestStack stack) {
        return VICTIMS.stream().flatMap(victim -> rounds().mapToObj(round -> test(stack, victim + " " + round, () -> {
            victim.kill(stack, random.nextBoolean());
            stack.stack.up();
        })));
    }

    @TestFactory
    Stream<DynamicTest> survivesTheKillOfTwoAtOnce(TestStack stack) {
        return rounds().mapToObj(this::pair)
                .map(pair -> test(stack, pair.get(0) + " and " + pair.get(1), () -> {
                    pair.forEach(victim -> victim.kill(stack, random.nextBoolean()));
                    stack.stack.up();
                }));
    }

    /** The second dies while {@code up} mends the first: that call may fail, and says so; the next may not. */
    @TestFactory
    Stream<DynamicTest> survivesTheKillOfOneDuringTheRecoveryOfAnother(TestStack stack) {
        return rounds().mapToObj(this::pair)
                .map(pair -> test(stack, pair.get(0) + " then " + pair.get(1), () -> {
                    pair.get(0).kill(stack, random.nextBoolean());
                    CompletableFuture<Void> first = CompletableFuture.runAsync(() -> up(stack));
                    Thread.sleep(random.nextInt(8_000));
                    pair.get(1).kill(stack, random.nextBoolean());
                    first.handle((done, failure) -> assertThat(failure)
                                    .matches(f -> f == null || f.getCause() instanceof ActionRequiredException))
                            .join();
                    stack.stack.up();
                }));
    }

    @TestFactory
    Stream<DynamicTest> survivesTheKillOfTheLauncherWhileItMendsAnother(TestStack stack) {
        return rounds().mapToObj(round -> {
            Victim victim = VICTIMS.get(random.nextInt(VICTIMS.size()));
            return test(stack, "launcher mending " + victim, () -> {
                victim.kill(stack, random.nextBoolean());
                Launcher launcher = Launcher.start(stack, "up");
                Thread.sleep(random.nextInt(10_000));
                launcher.kill();
                Launcher next = Launcher.start(stack, "up", "--detach");
                assertThat(next.exitCode()).as(next.output()).isZero();
            });
        });
    }

    private DynamicTest test(TestStack stack, String name, Recovery.Disaster disaster) {
        return DynamicTest.dynamicTest(name, () -> {
            System.out.println(name);
            try (CommandLoad load = new CommandLoad(stack, ORDERS, random)) {
                Recovery recovery = new Recovery(stack, load, random);
                recovery.during(COMMANDS, disaster);
                recovery.assertNothingWasLost();
            } catch (Exception | AssertionError e) {
                System.out.println(name + " failed: " + e); // now, should the hours of this test be cut short
                throw e;
            }
        });
    }

    private static void up(TestStack stack) {
        try {
            stack.stack.up();
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private static IntStream rounds() {
        return IntStream.rangeClosed(1, ROUNDS);
    }

    /** Two different victims; ten rounds meet every pair once. */
    private List<Victim> pair(int round) {
        List<List<Victim>> pairs = new ArrayList<>();
        for (Victim one : VICTIMS) {
            VICTIMS.stream()
                    .filter(other -> other.compareTo(one) > 0)
                    .forEach(other -> pairs.add(random.nextBoolean() ? List.of(one, other) : List.of(other, one)));
        }
        return pairs.get((round - 1) % pairs.size());
    }
}
