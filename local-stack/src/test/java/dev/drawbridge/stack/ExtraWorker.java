package dev.drawbridge.stack;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One more Connect worker in the group of the suite's own. */
final class ExtraWorker {
    private final TestStack stack;
    private final Child child;
    private final int port = Ports.freePort();

    ExtraWorker(TestStack stack, int number) {
        this.stack = stack;
        this.child = new Child("connect-" + number, stack.home);
    }

    void start() throws Exception {
        String properties = Files.readString(stack.home.run("connect-worker.properties"))
                .replaceAll("(?m)^(listeners=http://127\\.0\\.0\\.1:|rest\\.advertised\\.port=)\\d+$", "$1" + port);
        Path config = Files.writeString(stack.home.run("connect-worker-" + port + ".properties"), properties);
        child.start(
                Jvm.command(
                        "400m",
                        List.of("-Dlog4j2.configurationFile=" + stack.home.run("log4j2.yaml")),
                        stack.distribution.kafkaClasspath(),
                        "org.apache.kafka.connect.cli.ConnectDistributed",
                        config),
                Map.of(),
                port);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Probe.isOk(URI.create("http://127.0.0.1:" + port + "/connectors"), null));
    }

    void kill() throws Exception {
        child.stop("KILL", Duration.ofSeconds(10));
    }
}
