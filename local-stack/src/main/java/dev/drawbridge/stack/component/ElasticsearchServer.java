package dev.drawbridge.stack.component;

import dev.drawbridge.ops.environment.HttpAccess;
import dev.drawbridge.ops.files.DeploymentFiles;
import dev.drawbridge.ops.files.Placeholders;
import dev.drawbridge.ops.files.ReadModel;
import dev.drawbridge.stack.process.Distribution;
import dev.drawbridge.stack.process.Home;
import dev.drawbridge.stack.process.ManagedProcess;
import dev.drawbridge.stack.process.Ports;
import dev.drawbridge.stack.process.Probe;
import dev.drawbridge.stack.process.Unprivileged;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Elasticsearch with security on: an admin, the sink's writer and a reader for search pages, in the file realm. */
public final class ElasticsearchServer implements Component {

    private final Distribution distribution;
    private final Home home;
    private final Secrets secrets;
    private final Unprivileged user;
    private final Ports ports;

    ElasticsearchServer(Distribution distribution, Home home, Secrets secrets, Unprivileged user, Ports ports) {
        this.distribution = distribution;
        this.home = home;
        this.secrets = secrets;
        this.user = user;
        this.ports = ports;
    }

    @Override
    public String name() {
        return "elasticsearch";
    }

    @Override
    public int port() {
        return ports.elasticsearch();
    }

    @Override
    public String variable() {
        return "ELASTICSEARCH";
    }

    @Override
    public ManagedProcess child() {
        return new ManagedProcess(name(), home);
    }

    @Override
    public void start() throws IOException, InterruptedException {
        Path installation = distribution.elasticsearch();
        Path config = home.data(name()).resolve("config");
        Files.createDirectories(config);
        for (String file : List.of("jvm.options", "log4j2.properties")) {
            Files.copy(
                    installation.resolve("config").resolve(file),
                    config.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(config.resolve("elasticsearch.yml"), settings(ports.another()));
        Files.writeString(config.resolve("roles.yml"), ElasticsearchRoles.text(readModels()));
        Files.writeString(config.resolve("users_roles"), "superuser:admin\nsink_writer:sink\nsearch_reader:search\n");
        Files.writeString(config.resolve("users"), users());
        Path temporary = home.data(name()).resolve("tmp");
        Home.delete(temporary); // what a killed server left
        Files.createDirectories(temporary);
        user.own(home.data(name()));
        child().start(
                        user.command(List.of(
                                installation.resolve("bin/elasticsearch").toString())),
                        Map.of(
                                "ES_JAVA_HOME",
                                ElasticsearchJvm.home(installation, System.getenv()),
                                "ES_PATH_CONF",
                                config.toString(),
                                "ES_TMPDIR",
                                temporary.toString(),
                                // its launcher keeps files of its own, and takes no path with spaces but this way
                                "JDK_JAVA_OPTIONS",
                                "-Djava.io.tmpdir=\"" + temporary + "\"",
                                "ES_JAVA_OPTS",
                                "-Xms640m -Xmx640m",
                                // the short-lived launcher in front of the server gains nothing from the optimising
                                // compiler
                                "CLI_JAVA_OPTS",
                                "-XX:TieredStopAtLevel=1"),
                        port());
    }

    private String users() {
        return PasswordHash.line("admin", secrets.get(Secrets.ELASTICSEARCH_ADMIN))
                + PasswordHash.line("sink", secrets.get(Secrets.ELASTICSEARCH_SINK))
                + PasswordHash.line("search", secrets.get(Secrets.ELASTICSEARCH_SEARCH));
    }

    private String settings(int transportPort) {
        return """
                cluster.name: drawbridge
                node.name: local
                path.data: %1$s/nodes
                path.logs: %1$s/logs
                path.repo: %1$s/snapshots
                network.host: 127.0.0.1
                http.port: %2$d
                transport.port: %3$d
                discovery.type: single-node
                action.auto_create_index: false
                cluster.routing.allocation.disk.threshold_enabled: false
                xpack.security.enabled: true
                xpack.security.autoconfiguration.enabled: false
                xpack.security.authc.realms.file.users.order: 0
                http.cors.enabled: true
                http.cors.allow-origin: "/https?:\\\\/\\\\/(localhost|127\\\\.0\\\\.0\\\\.1)(:[0-9]+)?/"
                http.cors.allow-headers: "Authorization, Content-Type, Content-Length, X-Requested-With"
                """.formatted(home.data(name()), port(), transportPort);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public String credentials(String name) {
        return name + ":" + secrets.get("elasticsearch." + name + ".password");
    }

    @Override
    public boolean isHealthy() throws InterruptedException {
        return Probe.isOk(uri().resolve("/_cluster/health?wait_for_status=yellow&timeout=2s"), credentials("admin"));
    }

    /** As one of the users in its file realm. */
    public HttpAccess access(String name) {
        return new HttpAccess(List.of(uri()), Optional.of(() -> Probe.basic(credentials(name))), Optional.empty());
    }

    private List<String> readModels() {
        return new DeploymentFiles(distribution.connectConfig(), Placeholders.of(Map.of()))
                .readModels().stream().map(ReadModel::name).toList();
    }
}
