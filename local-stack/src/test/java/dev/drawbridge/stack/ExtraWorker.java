package dev.drawbridge.stack;

import static org.awaitility.Awaitility.await;

import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.stack.process.Jvm;
import dev.drawbridge.stack.process.Logging;
import dev.drawbridge.stack.process.ManagedProcess;
import dev.drawbridge.stack.process.Ports;
import dev.drawbridge.stack.process.Probe;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A Connect worker beside the suite's own, configured as that one is, with the same plugins. */
final class ExtraWorker {
    /** How soon the others notice that it is gone: the shortest that a broker allows. */
    private static final String SHORT_SESSION = "heartbeat.interval.ms=2000\nsession.timeout.ms=6000\n";
    /** Of all mistakes the worst are made by committing too early: it is done often. */
    private static final String FREQUENT_COMMITS = "offset.flush.interval.ms=200\n";

    private final TestStack stack;
    private final String group;
    private final String classpath;
    private final String logging;
    private final ManagedProcess child;
    private final int port = Ports.freePort();

    private ExtraWorker(TestStack stack, String name, String group, String classpath, String logging) {
        this.stack = stack;
        this.group = group;
        this.classpath = classpath;
        this.logging = logging;
        this.child = new ManagedProcess(name, stack.home);
    }

    /** One more in the group of the suite's own. */
    static ExtraWorker inItsGroup(TestStack stack, int number) throws IOException {
        return new ExtraWorker(
                stack,
                "connect-" + number,
                stack.stack.connect.group(),
                stack.distribution.kafkaClasspath(),
                "-Dlog4j2.configurationFile=" + Logging.console(stack.home));
    }

    /**
     * The oldest Connect that the plugins support.
     *
     * @param group whose connectors it has, those of an earlier worker of this group too
     */
    static ExtraWorker oldest(TestStack stack, String group) throws IOException {
        Path logging = Files.writeString(stack.home.run("log4j.properties"), """
                log4j.rootLogger=INFO, console
                log4j.appender.console=org.apache.log4j.ConsoleAppender
                log4j.appender.console.layout=org.apache.log4j.PatternLayout
                log4j.appender.console.layout.ConversionPattern=[%d] %p %m (%c)%n
                """);
        return new ExtraWorker(
                stack,
                "connect-oldest",
                group,
                System.getProperty("drawbridge.oldest-connect") + "/*",
                "-Dlog4j.configuration=" + logging.toUri());
    }

    /** As it calls itself in the status of tasks. */
    String id() {
        return "127.0.0.1:" + port;
    }

    void start() throws Exception {
        String properties = Files.readString(stack.home.run("connect-worker.properties"))
                        .replaceAll(
                                "(?m)^(offset\\.flush\\.interval|session\\.timeout|heartbeat\\.interval)\\.ms=.*\n", "")
                        .replaceAll(
                                "(?m)^(listeners=http://127\\.0\\.0\\.1:|rest\\.advertised\\.port=)\\d+$", "$1" + port)
                        .replace(stack.stack.connect.group(), group)
                + SHORT_SESSION
                + FREQUENT_COMMITS;
        Path config = Files.writeString(stack.home.run("connect-worker-" + port + ".properties"), properties);
        child.start(
                Jvm.command(
                        "400m", List.of(logging), classpath, "org.apache.kafka.connect.cli.ConnectDistributed", config),
                Map.of(),
                port);
        await().atMost(Duration.ofMinutes(3)).until(() -> Probe.isOk(uri().resolve("/connectors"), null));
    }

    ConnectApi client() {
        return new ConnectApi(uri());
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    void stop() throws Exception {
        child.stop("TERM", Duration.ofSeconds(20));
    }

    /** Stops all its threads where they are; {@link #resume} lets them go on without having noticed. */
    void freeze() throws Exception {
        signal("STOP");
    }

    void resume() throws Exception {
        signal("CONT");
    }

    private void signal(String signal) throws Exception {
        long pid = child.running().orElseThrow().pid();
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid).start().waitFor();
    }

    void kill() throws Exception {
        child.stop("KILL", Duration.ofSeconds(10));
    }
}
