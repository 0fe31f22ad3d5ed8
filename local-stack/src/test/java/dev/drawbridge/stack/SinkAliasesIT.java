package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.stack.component.PasswordHash;
import dev.drawbridge.stack.process.Probe;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Elasticsearch asks of a role when an index is created with aliases, and that validate asks the same. */
@UsesStack
class SinkAliasesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String INDEX = "orders-aliased-000001";
    private static final String DEFINITION = """
            {"mappings": {"dynamic": "false", "properties": {"erased": {"type": "boolean"}}},
             "aliases": {"aliased-orders": {}}}""";
    private static final String MAKER = "maker";
    private static final String PASSWORD = "not-for-long";
    private static final String WITHOUT =
            "create_index, 'indices:data/write/bulk*', 'indices:data/write/index*', 'indices:data/read/mget*', 'indices:admin/refresh*', 'indices:data/read/search*', view_index_metadata";

    private final TestStack stack;
    private final Path config;
    private final String[] files = {"roles.yml", "users", "users_roles"};
    private final String[] before = new String[files.length];

    SinkAliasesIT(TestStack stack) {
        this.stack = stack;
        this.config = stack.home.data("elasticsearch").resolve("config");
    }

    @BeforeEach
    void remember() throws Exception {
        for (int i = 0; i < files.length; i++) {
            before[i] = Files.readString(config.resolve(files[i]));
        }
    }

    @AfterEach
    void restore() throws Exception {
        stack.elasticsearch("admin", "DELETE", "/" + INDEX, null);
        for (int i = 0; i < files.length; i++) {
            Files.writeString(config.resolve(files[i]), before[i]);
        }
    }

    @Test
    void aRoleThatMayNotAddAliasesIsFoundBeforeTheTaskFails() throws Exception {
        grant("");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(findings())
                .singleElement()
                .asString()
                .startsWith("connection.username: the role lacks indices:admin/aliases on " + INDEX)
                .contains("aliased-orders", "index.definition"));
        assertThat(create()).isEqualTo(403);

        grant("""
                    - names: ['%s', 'aliased-orders']
                      privileges: ['indices:admin/aliases']
                """.formatted(INDEX));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(findings()).isEmpty());
        assertThat(create()).isEqualTo(200);
    }

    /** Elasticsearch looks at these files every few seconds. */
    private void grant(String more) throws Exception {
        Files.writeString(config.resolve("roles.yml"), before[0] + """
                index_maker:
                  indices:
                    - names: ['%s', 'drawbridge-sink-checkpoints']
                      privileges: [%s]
                """.formatted(INDEX, WITHOUT) + more);
        Files.writeString(config.resolve("users"), before[1] + PasswordHash.line(MAKER, PASSWORD));
        Files.writeString(config.resolve("users_roles"), before[2] + "index_maker:" + MAKER + "\n");
    }

    private int create() throws Exception {
        return Probe.send(Probe.request(stack.stack.elasticsearch.uri().resolve("/" + INDEX), MAKER + ":" + PASSWORD)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(DEFINITION)))
                .statusCode();
    }

    private List<String> findings() throws Exception {
        Map<String, String> sink = new TreeMap<>(stack.sink().config());
        sink.put("name", stack.sink().name());
        sink.put("topic.to.external.resource.mapping", "orders.public.v1:" + INDEX);
        sink.put("index.definition", DEFINITION);
        sink.put("connection.username", MAKER);
        sink.put("connection.password", PASSWORD);
        return stack.stack.connect.client().validate(sink);
    }
}
