package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.kafka.SinkGroup;
import dev.drawbridge.stack.component.Component;
import dev.drawbridge.stack.component.Stack;
import dev.drawbridge.stack.process.Home;
import dev.drawbridge.stack.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** up is repeatable, mends what has died, and touches nothing that is not its own. */
@UsesStack
class LifecycleIT {

    @Test
    void upOnARunningStackStartsNothingAndBreaksNothing(TestStack stack) throws Exception {
        List<Long> before = pids(stack);
        stack.stack.up();
        assertThat(pids(stack)).isEqualTo(before);
    }

    /** Elasticsearch's launcher and server would each leave something in the machine's own at every start. */
    @Test
    void temporaryFilesStayInTheStacksFolder(TestStack stack) throws Exception {
        Path temporary = stack.home.data(stack.stack.elasticsearch.name()).resolve("tmp");
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files).anyMatch(file -> file.getFileName().toString().startsWith("final-flags"));
        }
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

    /** From another terminal, in which no variable says where the stack was started. */
    @Test
    void upBringsADeadComponentBackWhereTheLivingLookForIt(TestStack stack) throws Exception {
        kill(stack.stack.broker);
        Launcher up = Launcher.start(stack.distribution, stack.home, Map.of(), "up", "--detach");
        assertThat(up.exitCode()).as(up.output()).isZero();
        assertThat(stack.stack.broker.isHealthy()).isTrue();
    }

    /** What has no say in where it is started is not refused. */
    @Test
    void upRefusesAnotherPortAsLongAsAnythingRuns(TestStack stack) throws Exception {
        Map<String, String> elsewhere = Map.of("DRAWBRIDGE_KAFKA_PORT", String.valueOf(Ports.freePort()));
        Launcher up = Launcher.start(stack.distribution, stack.home, elsewhere, "up", "--detach");
        assertThat(up.exitCode()).as(up.output()).isEqualTo(1);
        assertThat(up.output())
                .contains("DRAWBRIDGE_KAFKA_PORT=" + stack.stack.broker.port())
                .contains("./drawbridge down");
        Launcher status = Launcher.start(stack.distribution, stack.home, elsewhere, "status");
        assertThat(status.exitCode()).as(status.output()).isNotEqualTo(1);
        assertThat(status.output()).containsPattern("kafka +healthy +" + stack.stack.broker.port());
    }

    /** As a demo that was killed leaves them. */
    @Test
    void upPutsTheIndexSettingsOfTheFileBack(TestStack stack) throws Exception {
        String path = "/" + TestStack.INDEX + "/_settings";
        stack.elasticsearch("admin", "PUT", path, "{\"index\":{\"refresh_interval\":null}}");
        stack.stack.up();
        assertThat(stack.elasticsearch("admin", "GET", path, null).body()).contains("\"refresh_interval\":\"200ms\"");
    }

    /** A session that is slow to notice holds the killed server's shared memory, and a new server refuses to start. */
    @Test
    void upWaitsForTheSessionsOfAKilledDatabase(TestStack stack) throws Exception {
        ProcessHandle server = stack.stack.postgres.child().running().orElseThrow();
        ProcessHandle session = server.children().findFirst().orElseThrow();
        signal(session, "STOP");
        kill(stack.stack.postgres);
        CompletableFuture<Void> up = CompletableFuture.runAsync(() -> {
            try {
                stack.stack.up();
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
        try {
            await().ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> up.isDone()
                            || Files.readString(stack.home.log("postgres")).contains("shared memory block"));
            assertThat(up).as("waits").isNotDone();
        } finally {
            signal(session, "CONT");
        }
        up.get(2, TimeUnit.MINUTES);
        await().until(stack.stack.postgres::isHealthy);
    }

    /** After a reboot the pid that the killed server has noted may be anybody's. */
    @Test
    void upStartsADatabaseWhosePidIsSomebodyElsesByNow(TestStack stack) throws Exception {
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            kill(stack.stack.postgres);
            Path note = stack.home.data("postgres").resolve("postmaster.pid");
            List<String> lines = new ArrayList<>(Files.readAllLines(note));
            lines.set(0, String.valueOf(stranger.pid()));
            Files.write(note, lines);
            stack.stack.up();
            await().until(stack.stack.postgres::isHealthy);
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    private static void signal(ProcessHandle process, String signal) throws Exception {
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                .start()
                .waitFor();
    }

    /** Kafka still lists a killed worker's consumer for seconds, as Connect its tasks: "up" must believe neither. */
    @Test
    void aKilledWorkersConsumerDoesNotCountAsConsuming(TestStack stack) throws Exception {
        SinkGroup group = stack.sinkGroup();
        assertThat(group.isConsuming()).isTrue();
        kill(stack.stack.connect);
        group.rememberDeparted();
        assertThat(group.isConsuming()).isFalse();
        assertThat(group.settledMembers()).as("still listed").isNotEmpty();
        stack.stack.up();
        await().until(() -> group.isConsuming());
        // Debezium opens the slot twice: to find where it stopped, then to go on from there
        await().atMost(Duration.ofSeconds(30))
                .until(() -> stack.stack.postgres.slot(stack.source()).reader().isPresent());
    }

    @Test
    void aTakenPortIsNamedWithItsVariable(TestStack stack, @TempDir Path folder) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports free = Ports.free();
            Ports ports =
                    new Ports(free.writeApi(), free.connect(), taken.getLocalPort(), free.kafka(), free.postgres());
            Stack other = new Stack(stack.distribution, Home.at(folder), ports, (what, took) -> {});
            assertThatThrownBy(other::up)
                    .isInstanceOf(ActionRequiredException.class)
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
