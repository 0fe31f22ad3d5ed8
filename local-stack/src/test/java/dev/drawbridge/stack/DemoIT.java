package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.stack.command.DemoCommand;
import dev.drawbridge.stack.command.Redeployment;
import dev.drawbridge.stack.demo.Demo;
import dev.drawbridge.stack.demo.Deployer;
import dev.drawbridge.stack.demo.result.Counts;
import dev.drawbridge.stack.demo.workload.Plan;
import dev.drawbridge.stack.process.Probe;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The demo tells the truth: its counts add up when all went well, and name what is missing when it did not. */
@UsesStack
class DemoIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final StringWriter screen = new StringWriter();

    @Test
    void theCountsOfAShortRunAddUp(TestStack stack) throws Exception {
        Counts counts = demo(stack, new Plan(50, Duration.ofSeconds(4), LONG)).run();
        assertThat(counts.differences()).as(screen.toString()).isEmpty();
        assertThat(counts.sent()).isEqualTo(200);
        assertThat(counts.indexed()).isEqualTo(counts.accepted()).isPositive();
        assertThat(screen.toString())
                .contains("sent 200 = accepted ", "event in Kafka", "visible by search", "all counts add up")
                .as("no terminal, no control characters")
                .doesNotContain("\r", "\u001b");
    }

    @Test
    void anEventThatDoesNotComeIsNoticed(TestStack stack) throws Exception {
        String source = stack.source().name();
        set(stack, source, "pause", "PAUSED");
        try {
            Counts counts =
                    demo(stack, new Plan(20, Duration.ofSeconds(1), SHORT)).run();
            assertThat(counts.published()).isZero();
            assertThat(counts.differences())
                    .contains("accepted is " + counts.accepted() + ", but published + quarantined is 0: "
                            + counts.accepted() + " missing");
            assertThat(screen.toString()).contains("the counts do not add up", "no event of it seen");
        } finally {
            set(stack, source, "resume", "RUNNING");
        }
    }

    @Test
    void aDocumentThatDoesNotComeIsNoticed(TestStack stack) throws Exception {
        String sink = stack.sink().name();
        set(stack, sink, "pause", "PAUSED");
        try {
            Duration longEnoughForEvents = Duration.ofSeconds(10);
            Counts counts = demo(stack, new Plan(20, Duration.ofSeconds(1), longEnoughForEvents))
                    .run();
            assertThat(counts.published()).isEqualTo(counts.accepted()).isPositive();
            assertThat(counts.differences())
                    .contains("published is " + counts.published() + ", but indexed + dead-lettered is 0: "
                            + counts.published() + " missing");
        } finally {
            set(stack, sink, "resume", "RUNNING");
        }
    }

    @Test
    void aComparisonShowsBothAndPutsTheSettingsBack(TestStack stack) throws Exception {
        Redeployment redeployment = new Redeployment(stack.stack);
        ConnectorFile source = redeployment.source();
        ConnectorFile sink = redeployment.sink();
        String settings = indexSettings(stack);
        Recording recording = new Recording(redeployment);

        List<Counts> counts =
                demo(stack, new Plan(20, Duration.ofSeconds(2), LONG)).compare(recording);

        assertThat(counts).hasSize(2).allSatisfy(run -> assertThat(run.differences())
                .as(screen.toString())
                .isEmpty());
        assertThat(recording.deployed).first().satisfies(stock -> assertThat(stock.config())
                .containsEntry("poll.interval.ms", "500")
                .containsEntry("queue.provider.type", "memory")
                .doesNotContainKeys("transaction.boundary", "producer.override.batch.size"));
        assertThat(redeployment.source()).isEqualTo(source);
        assertThat(redeployment.sink()).isEqualTo(sink);
        assertThat(indexSettings(stack)).isEqualTo(settings).contains("refresh_interval");
    }

    /** As Ctrl-C leaves them in the middle of a change. */
    @Test
    void connectorsThatHaveTheirSettingsButAreStoppedAreMadeToRun(TestStack stack) throws Exception {
        ConnectApi client = stack.stack.connect.client();
        Redeployment redeployment = new Redeployment(stack.stack);
        ConnectorFile source = redeployment.source();
        ConnectorFile sink = redeployment.sink();
        try {
            set(stack, source.name(), "stop", "STOPPED");
            set(stack, sink.name(), "stop", "STOPPED");
            redeployment.deploySource(source);
            redeployment.deploySink(sink);
            assertThat(client.isRunning(source.name())).isTrue();
            assertThat(client.isRunning(sink.name())).isTrue();
        } finally {
            client.resume(source.name());
            client.resume(sink.name());
        }
    }

    /** Writes down what is deployed. */
    private static final class Recording implements Deployer {
        private final Deployer deployer;
        private final List<ConnectorFile> deployed = new ArrayList<>();

        Recording(Deployer deployer) {
            this.deployer = deployer;
        }

        @Override
        public ConnectorFile source() throws Exception {
            return deployer.source();
        }

        @Override
        public ConnectorFile sink() throws Exception {
            return deployer.sink();
        }

        @Override
        public void deploySource(ConnectorFile connector) throws Exception {
            deployed.add(connector);
            deployer.deploySource(connector);
        }

        @Override
        public void deploySink(ConnectorFile connector) throws Exception {
            deployed.add(connector);
            deployer.deploySink(connector);
        }
    }

    private Demo demo(TestStack stack, Plan plan) throws IOException {
        return new Demo(DemoCommand.endpoints(stack.stack), plan, new PrintWriter(screen), false);
    }

    private static String indexSettings(TestStack stack) throws Exception {
        return stack.elasticsearch("admin", "GET", "/" + TestStack.INDEX + "/_settings", null)
                .body();
    }

    private static void set(TestStack stack, String connector, String action, String state) throws Exception {
        Probe.send(Probe.request(stack.stack.connect.uri().resolve("/connectors/" + connector + "/" + action), null)
                .PUT(BodyPublishers.noBody()));
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        stack.stack.connect.client().status(connector).findValuesAsText("state"))
                .isNotEmpty()
                .allMatch(state::equals));
    }
}
