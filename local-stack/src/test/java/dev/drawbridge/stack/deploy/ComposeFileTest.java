package dev.drawbridge.stack.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.ops.environment.Environment;
import dev.drawbridge.ops.files.DeploymentFiles;
import dev.drawbridge.stack.demo.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What docker-compose.yml promises, read from the file: no engine is needed. */
class ComposeFileTest {
    private static final Path ROOT = Path.of("..");
    private static final Path DOCKER = Path.of("docker");
    private static final List<String> SERVERS = List.of("postgres", "kafka", "elasticsearch", "connect", "write-api");
    private static final List<String> STEPS = List.of("database", "topics", "index", "connectors");

    private final Map<String, Map<String, Object>> services = services();

    @Test
    void everyServerHasAHealthCheckAndEveryPortIsOnLoopbackAlone() {
        assertThat(services).containsOnlyKeys(concat(SERVERS, STEPS));
        for (String server : SERVERS) {
            assertThat(services.get(server)).as(server).containsKeys("healthcheck", "ports");
            assertThat(strings(services.get(server).get("ports")))
                    .as(server)
                    .isNotEmpty()
                    .allMatch(port -> port.startsWith("127.0.0.1:${DRAWBRIDGE_"));
        }
        assertThat(STEPS).allSatisfy(step -> assertThat(services.get(step)).doesNotContainKey("ports"));
    }

    @Test
    void nobodyMayGainRights() {
        services.forEach((name, service) -> {
            assertThat(strings(service.get("cap_drop"))).as(name).containsExactly("ALL");
            assertThat(strings(service.get("security_opt"))).as(name).contains("no-new-privileges:true");
            assertThat(service).as(name).doesNotContainKeys("privileged", "cap_add", "network_mode", "pid");
        });
    }

    @Test
    void ourImagesDoNotRunAsRoot() throws IOException {
        for (String image : List.of("connect", "write-api", "deploy")) {
            List<String> lines = Files.readAllLines(DOCKER.resolve(image + ".Dockerfile"));
            assertThat(lines.stream().filter(line -> line.startsWith("USER ")).reduce((first, last) -> last))
                    .as(image)
                    .hasValueSatisfying(user -> assertThat(user).doesNotContain("root", "USER 0"));
        }
        assertThat(services.get("postgres")).containsEntry("user", "postgres");
    }

    /** Variables are shown by docker inspect: passwords come as files. */
    @Test
    void noVariableAndNoCommandHoldsAPassword() throws IOException {
        services.forEach((name, service) -> {
            String shown = service.getOrDefault("environment", "") + " " + service.getOrDefault("command", "");
            assertThat(shown)
                    .as(name)
                    .doesNotContainPattern("PASSWORD(?!_FILE)")
                    .doesNotContain("${DRAWBRIDGE_SECRETS");
        });
        assertThat(Files.readString(ROOT.resolve("docker-compose.yml"))).doesNotContainPattern("\\$\\{[A-Z_]*PASSWORD");
    }

    @Test
    void theServersAreThoseOfTheLocalStack() throws IOException {
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        assertThat(services.get("kafka")).containsEntry("image", "apache/kafka:" + property(pom, "kafka.version"));
        assertThat(services.get("elasticsearch"))
                .containsEntry(
                        "image",
                        "docker.elastic.co/elasticsearch/elasticsearch:" + property(pom, "elasticsearch.version"));
        assertThat(property(pom, "postgres-binaries.version")).startsWith("17.");
        assertThat(services.get("postgres")).containsEntry("image", "postgres:17");
        assertThat(Files.readString(DOCKER.resolve("connect.Dockerfile")))
                .contains("FROM apache/kafka:" + property(pom, "kafka.version"));
    }

    /** Those that the journey's test wants to have before it begins. */
    @Test
    void theOfficialImagesAreKnown() throws IOException {
        assertThat(ComposeEngine.images())
                .hasSize(4)
                .anyMatch(image -> image.startsWith("eclipse-temurin:"))
                .contains("postgres:17");
    }

    @Test
    void theEnvironmentOfConnectConfigFillsBothConnectors() {
        Path folder = ROOT.resolve("connect-config");
        Environment compose = Environment.read(folder.resolve("environments/compose.properties"));
        Sample sample = Sample.of(new DeploymentFiles(folder, compose.placeholders()));
        assertThat(sample.context().source().config())
                .containsEntry("database.hostname", "postgres")
                .containsEntry(
                        "database.password", "${file:/run/secrets/connect.properties:postgres.capture.password}");
        assertThat(sample.readModel().sink().config()).containsEntry("connection.url", "http://elasticsearch:9200");
    }

    /** The rest is compared with what the local stack writes by {@code ComposeFilesIT}. */
    @Test
    void theWorkerReadsItsSecretsFileAndNoOther() throws IOException {
        Map<String, String> worker = properties(DOCKER.resolve("connect-worker.properties"));
        assertThat(worker)
                .containsEntry("exactly.once.source.support", "enabled")
                .containsEntry("config.providers.file.param.allowed.paths", "/run/secrets/connect.properties");
    }

    static Map<String, String> properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    private static String property(String pom, String name) {
        return pom.replaceAll("(?s).*<" + name + ">([^<]+)</.*", "$1");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> services() {
        try (var reader = Files.newBufferedReader(ROOT.resolve("docker-compose.yml"))) {
            Map<String, Object> file = new Yaml().load(reader);
            return (Map<String, Map<String, Object>>) file.get("services");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> strings(Object value) {
        return value == null ? List.of() : (List<String>) value;
    }

    private static String[] concat(List<String> one, List<String> other) {
        return java.util.stream.Stream.concat(one.stream(), other.stream()).toArray(String[]::new);
    }
}
