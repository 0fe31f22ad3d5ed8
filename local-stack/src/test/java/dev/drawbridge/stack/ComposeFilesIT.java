package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.stack.deploy.PrepareScriptTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of docker-compose.yml say what the running stack was started with. */
@UsesStack
class ComposeFilesIT {
    private static final Path DOCKER = Path.of("docker");

    /** Addresses and places differ, nothing else. */
    @Test
    void theWorkerHasTheSameOptions(TestStack stack) throws IOException {
        Properties local = properties(stack.home.run("connect-worker.properties"));
        Properties compose = properties(DOCKER.resolve("connect-worker.properties"));
        assertThat(compose.stringPropertyNames()).isEqualTo(local.stringPropertyNames());
        Set<String> different = new TreeSet<>();
        for (String name : local.stringPropertyNames()) {
            if (!local.getProperty(name).equals(compose.getProperty(name))) {
                different.add(name);
            }
        }
        assertThat(different)
                .isSubsetOf(
                        "bootstrap.servers",
                        "listeners",
                        "rest.advertised.host.name",
                        "rest.advertised.port",
                        "plugin.path",
                        "config.providers.file.param.allowed.paths",
                        // The local stack's are named after its Kafka cluster; compose has a network of its own.
                        "group.id",
                        "config.storage.topic",
                        "offset.storage.topic",
                        "status.storage.topic");
    }

    @Test
    void elasticsearchHasTheSameRolesAndUsers(TestStack stack, @TempDir Path folder) throws Exception {
        Path config = stack.home.data("elasticsearch").resolve("config");
        assertThat(DOCKER.resolve("elasticsearch/users_roles")).hasSameTextualContentAs(config.resolve("users_roles"));
        PrepareScriptTest.prepare(folder.resolve(".env"), folder.resolve("secrets"));
        assertThat(folder.resolve("secrets/elasticsearch_roles.yml"))
                .hasSameTextualContentAs(config.resolve("roles.yml"));
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }
}
