package dev.drawbridge.stack.component;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.kafka.KafkaAccess;
import dev.drawbridge.stack.process.Distribution;
import dev.drawbridge.stack.process.Home;
import dev.drawbridge.stack.process.Jvm;
import dev.drawbridge.stack.process.Logging;
import dev.drawbridge.stack.process.ManagedProcess;
import dev.drawbridge.stack.process.Ports;
import dev.drawbridge.stack.process.PropertiesText;
import dev.drawbridge.stack.process.StagingDirectory;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** One Kafka broker in KRaft mode, its own controller. It creates no topic unasked. */
public final class Broker implements Component {
    private final Distribution distribution;
    private final Home home;
    private final Ports ports;

    Broker(Distribution distribution, Home home, Ports ports) {
        this.distribution = distribution;
        this.home = home;
        this.ports = ports;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public int port() {
        return ports.kafka();
    }

    @Override
    public String variable() {
        return "KAFKA";
    }

    @Override
    public ManagedProcess child() {
        return new ManagedProcess(name(), home);
    }

    @Override
    public void start() throws IOException, InterruptedException {
        Path data = home.data(name());
        Path config = home.run("kafka-server.properties");
        if (!Files.exists(data.resolve("meta.properties"))) {
            Home.delete(data);
            Path fresh = StagingDirectory.at(data);
            format(PropertiesText.write(config, properties(ports.another(), fresh)));
            Files.move(fresh, data);
        }
        PropertiesText.write(config, properties(ports.another(), data));
        child().start(
                        java(
                                Logging.rolling(home, name()),
                                "512m",
                                Jvm.classSharing(distribution.classArchive(name())),
                                "kafka.Kafka",
                                config),
                        Map.of(),
                        port());
    }

    private List<String> java(Path logging, String heap, List<String> sharing, String main, Object... arguments) {
        List<String> options = new ArrayList<>(sharing);
        options.add("-Dlog4j2.configurationFile=" + logging);
        return Jvm.command(heap, options, distribution.kafkaClasspath(), main, arguments);
    }

    private void format(Path config) throws IOException, InterruptedException {
        Process format = new ProcessBuilder(java(
                        Logging.console(home),
                        "128m",
                        List.of(),
                        "kafka.tools.StorageTool",
                        "format",
                        "--config",
                        config,
                        "--cluster-id",
                        org.apache.kafka.common.Uuid.randomUuid()))
                .redirectErrorStream(true)
                .redirectOutput(home.log("kafka-format").toFile())
                .start();
        if (format.waitFor() != 0) {
            throw new ActionRequiredException(
                    "Kafka's storage could not be formatted; see " + home.log("kafka-format") + ".");
        }
    }

    /** The session is short because a killed broker may register again only when its last one is over: 9 s by default. */
    private String properties(int controllerPort, Path data) {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                log.dirs=%3$s
                auto.create.topics.enable=false
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=5
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=5
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                group.initial.rebalance.delay.ms=0
                log.segment.bytes=67108864
                broker.session.timeout.ms=4000
                broker.heartbeat.interval.ms=500
                """.formatted(port(), controllerPort, data);
    }

    @Override
    public boolean isHealthy() throws InterruptedException {
        if (!Ports.answers(port())) {
            return false;
        }
        try (Admin admin = admin()) {
            var cluster = admin.describeCluster();
            return cluster.nodes().get(10, TimeUnit.SECONDS).size() == 1
                    && clusterId().equals(cluster.clusterId().get(10, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException | IOException e) {
            return false;
        }
    }

    /** As its storage was formatted, so that another broker on this port is not taken for it. */
    String clusterId() throws IOException {
        Properties meta = new Properties();
        try (Reader reader = Files.newBufferedReader(home.data(name()).resolve("meta.properties"))) {
            meta.load(reader);
        }
        return meta.getProperty("cluster.id", "");
    }

    /** What kafka-configs.sh does; nobody has to install Kafka for it. */
    String kafkaConfigs() {
        return "'" + Path.of(Jvm.home(), "bin", "java") + "' -cp '" + distribution.kafkaClasspath()
                + "' org.apache.kafka.tools.ConfigCommand --bootstrap-server " + bootstrap();
    }

    public String bootstrap() {
        return "127.0.0.1:" + port();
    }

    public KafkaAccess access() {
        return KafkaAccess.of(bootstrap());
    }

    public Admin admin() {
        return access().admin();
    }
}
