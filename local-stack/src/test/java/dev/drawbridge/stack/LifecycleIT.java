package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** up is repeatable, mends what has died, and touches nothing that is not its own. */
@ExtendWith(TestStack.Extension.class)
class LifecycleIT {

    @Test
    void upOnARunningStackStartsNothingAndBreaksNothing(TestStack stack) throws Exception {
        List<Long> before = pids(stack);
        stack.stack.up();
        assertThat(pids(stack)).isEqualTo(before);
    }

    @Test
    void upMendsAStackWhoseDatabaseAndSearchWereKilled(TestStack stack) throws Exception {
        UUID order = UUID.randomUUID();
        stack.command(order, "create", "{\"customerName\":\"Kept\",\"customerCity\":\"Kyiv\"}");
        kill(stack.stack.postgres);
        kill(stack.stack.elasticsearch);
        assertThat(stack.stack.isEverythingRunning()).isFalse();
        stack.stack.up();
        stack.command(order, "cancel", "{\"reason\":\"after the crash\"}");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> stack.document(order).path("_version").asLong() == 2);
    }

    /** Connect goes on saying RUNNING of a killed worker's tasks; "up" must not believe it. */
    @Test
    void upReturnsOnlyOnceALivingConsumerAndALivingCaptureAreAtWork(TestStack stack) throws Exception {
        Set<String> before = stack.stack.broker.settledMembers("connect-order-search");
        assertThat(before).hasSize(1);
        kill(stack.stack.connect);
        stack.stack.up();
        assertThat(stack.stack.broker.settledMembers("connect-order-search"))
                .hasSize(1)
                .doesNotContainAnyElementsOf(before);
        assertThat(stack.stack.postgres.isStreaming()).isTrue();
    }

    @Test
    void aTakenPortIsNamedWithItsVariable(TestStack stack, @TempDir Path folder) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports free = Ports.free();
            Ports ports =
                    new Ports(free.writeApi(), free.connect(), taken.getLocalPort(), free.kafka(), free.postgres());
            Stack other = new Stack(stack.distribution, Home.at(folder), ports, (what, took) -> {});
            assertThatThrownBy(other::up)
                    .isInstanceOf(StackException.class)
                    .hasMessage("Port " + taken.getLocalPort()
                            + " for elasticsearch is taken; stop what listens there, or choose"
                            + " another with DRAWBRIDGE_ELASTICSEARCH_PORT=<port>.");
            assertThat(other.isAnythingRunning()).isFalse();
        }
    }

    /** As a crash does: nobody tidies up, the record stays. */
    private static void kill(Component component) {
        ProcessHandle process = component.child().running().orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    private static List<Long> pids(TestStack stack) {
        return stack.stack.components().stream()
                .map(component -> component.child().running().orElseThrow().pid())
                .toList();
    }
}
