package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * G2 to G5 across crashes: each component and the launcher are killed once while clients send commands, and
 * {@code up} alone brings everything back. The short version: one load of about 2,000 commands on 200 orders goes on through
 * all the kills, so that each falls among some 300 commands. {@link RecoverySoakIT} is the long one.
 */
@UsesStack
class RecoveryIT {
    private static final int COMMANDS = 2_000;
    private static final int ORDERS = 200;

    @Test
    void everythingAgreesAfterEachPartWasKilledOnce(TestStack stack) throws Exception {
        Random random = Recovery.seeded();
        List<Victim> victims = new ArrayList<>(Arrays.asList(Victim.values()));
        Collections.shuffle(victims, random);
        int share = COMMANDS / (victims.size() + 1);
        try (CommandLoad load = new CommandLoad(stack, ORDERS, random)) {
            Recovery recovery = new Recovery(stack, load, random);
            for (Victim victim : victims) {
                recovery.during(share, () -> {
                    victim.kill(stack, random.nextBoolean());
                    assertReported(stack, victim);
                    stack.stack.up();
                });
            }
            recovery.during(share, () -> killLauncher(stack));
            recovery.assertNothingWasLost();
        }
    }

    /** The launcher that keeps the stack in the foreground dies; what it started lives on, and is adopted by the next. */
    private static void killLauncher(TestStack stack) throws Exception {
        Victim.WRITE_API.kill(stack, false);
        Launcher foreground = Launcher.start(stack, "up");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !foreground.isAlive() || foreground.output().contains("Press Ctrl-C"));
        foreground.kill();
        Launcher status = Launcher.start(stack, "status");
        assertThat(status.exitCode()).as(status.output()).isZero();
        assertThat(status.output()).contains("was killed", "./drawbridge down");
        Launcher next = Launcher.start(stack, "up", "--detach");
        assertThat(next.exitCode()).as(next.output()).isZero();
    }

    private static void assertReported(TestStack stack, Victim victim) throws Exception {
        Launcher status = Launcher.start(stack, "status");
        assertThat(status.exitCode()).as(status.output()).isEqualTo(3);
        String name = victim.of(stack).name();
        assertThat(status.output()).containsPattern(name + " +died").contains(name + " has died", "./drawbridge up");
    }
}
