package dev.drawbridge.stack.component;

import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.stack.process.Distribution;
import dev.drawbridge.stack.process.Home;
import dev.drawbridge.stack.process.Jvm;
import dev.drawbridge.stack.process.Logging;
import dev.drawbridge.stack.process.ManagedProcess;
import dev.drawbridge.stack.process.Ports;
import dev.drawbridge.stack.process.Probe;
import dev.drawbridge.stack.process.PropertiesText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Kafka Connect worker in distributed mode, with plugin isolation and exactly-once source support. */
public final class ConnectWorker implements Component {
    private final Distribution distribution;
    private final Home home;
    private final Ports ports;
    private final Broker broker;

    ConnectWorker(Distribution distribution, Home home, Ports ports, Broker broker) {
        this.distribution = distribution;
        this.home = home;
        this.ports = ports;
        this.broker = broker;
    }

    /** Of this Kafka and no other, so that a worker left from another stack on the same port is no member. */
    public String group() throws IOException {
        return "drawbridge-connect-" + broker.clusterId();
    }

    public ForeignWorkers foreignWorkers() {
        return new ForeignWorkers(broker, this::group, "connect-127.0.0.1:" + port());
    }

    @Override
    public String name() {
        return "connect";
    }

    @Override
    public int port() {
        return ports.connect();
    }

    @Override
    public String variable() {
        return "CONNECT";
    }

    @Override
    public ManagedProcess child() {
        return new ManagedProcess(name(), home);
    }

    @Override
    public void start() throws IOException {
        Path config = PropertiesText.write(home.run("connect-worker.properties"), properties());
        List<String> options = new ArrayList<>(Jvm.classSharing(distribution.classArchive(name())));
        options.add("-Dlog4j2.configurationFile=" + Logging.rolling(home, name()));
        child().start(
                        Jvm.command(
                                "640m",
                                options,
                                distribution.kafkaClasspath(),
                                "org.apache.kafka.connect.cli.ConnectDistributed",
                                config),
                        Map.of(),
                        port());
    }

    private String properties() throws IOException {
        return """
                bootstrap.servers=127.0.0.1:%1$d
                group.id=%5$s
                config.storage.topic=%5$s-configs
                config.storage.replication.factor=1
                offset.storage.topic=%5$s-offsets
                offset.storage.replication.factor=1
                offset.storage.partitions=5
                status.storage.topic=%5$s-status
                status.storage.replication.factor=1
                status.storage.partitions=1
                exactly.once.source.support=enabled
                listeners=http://127.0.0.1:%2$d
                rest.advertised.host.name=127.0.0.1
                rest.advertised.port=%2$d
                plugin.path=%3$s
                plugin.discovery=service_load
                key.converter=org.apache.kafka.connect.converters.ByteArrayConverter
                value.converter=org.apache.kafka.connect.converters.ByteArrayConverter
                header.converter=org.apache.kafka.connect.storage.StringConverter
                topic.creation.enable=false
                offset.flush.interval.ms=2000
                scheduled.rebalance.max.delay.ms=0
                rebalance.timeout.ms=20000
                config.providers=file
                config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider
                config.providers.file.param.allowed.paths=%4$s
                """.formatted(ports.kafka(), ports.connect(), distribution.plugins(), home.secrets(), group());
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public ConnectApi client() {
        return new ConnectApi(uri());
    }

    /** Another worker on this port is not taken for it: it would have another Kafka. */
    @Override
    public boolean isHealthy() throws InterruptedException {
        try {
            return Probe.isOk(uri().resolve("/connectors"), null)
                    && client().get("/").path("kafka_cluster_id").asText().equals(broker.clusterId());
        } catch (IOException e) {
            return false;
        }
    }
}
