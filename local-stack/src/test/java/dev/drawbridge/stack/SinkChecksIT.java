package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.stack.component.Secrets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What validate finds out about a real cluster, through Connect's REST API, as a person deploying would. */
@UsesStack
class SinkChecksIT {

    @Test
    void theReferenceSinkIsFoundSound(TestStack stack) throws Exception {
        assertThat(findings(stack, Map.of())).isEmpty();
    }

    @Test
    void eachFlawIsFoundAtItsOptionWithARemedy(TestStack stack) throws Exception {
        assertThat(findings(stack, Map.of("connection.url", "http://127.0.0.1:1")))
                .singleElement()
                .asString()
                .startsWith("connection.url: ")
                .contains("connection.check=warn");
        String plain = stack.stack.elasticsearch.uri().toString();
        assertThat(findings(stack, Map.of("connection.url", plain.replace("http:", "https:"))))
                .singleElement()
                .asString()
                .startsWith("connection.url: ")
                .contains("write http:// in place of https://")
                .doesNotContain("connection.check");
        assertThat(findings(stack, Map.of("connection.password", "hunter2")))
                .singleElement()
                .asString()
                .startsWith("connection.username: ")
                .contains("401")
                .doesNotContain("hunter2");
        assertThat(findings(stack, Map.of("connection.username", "search", "connection.password", search(stack))))
                .isNotEmpty()
                .allSatisfy(finding ->
                        assertThat(finding).startsWith("connection.username: ").contains("403", "privileges"));
        assertThat(findings(stack, Map.of("write.method", "upsert")))
                .singleElement()
                .asString()
                .startsWith("write.method: ")
                .contains("is not supported");
        assertThat(findings(stack, Map.of("behavior.on.null.values", "delete")))
                .singleElement()
                .asString()
                .startsWith("connection.username: the role lacks one of ")
                .contains("indices:data/write/delete");
        assertThat(findings(stack, mapping("orders-000042")))
                .singleElement()
                .asString()
                .startsWith("topic.to.external.resource.mapping: ")
                .contains("does not exist", "index.definition");
        assertThat(findings(stack, admin(stack, mapping("orders"))))
                .singleElement()
                .asString()
                .contains("is an alias");
        assertThat(findings(stack, admin(stack, Map.of("checkpoint.index", "orders"))))
                .singleElement()
                .asString()
                .startsWith("checkpoint.index: orders is an alias");
    }

    @Test
    void anIndexThatMapsByItselfOrCannotHideStubsIsFound(TestStack stack) throws Exception {
        stack.elasticsearch("admin", "PUT", "/orders-dynamic", "{}");
        try {
            assertThat(findings(stack, mapping("orders-dynamic")))
                    .hasSize(2)
                    .anyMatch(finding -> finding.startsWith("topic.to.external.resource.mapping: ")
                            && finding.contains("set dynamic to false"))
                    .anyMatch(finding ->
                            finding.startsWith("behavior.on.null.values: ") && finding.contains("erased as boolean"));
        } finally {
            stack.elasticsearch("admin", "DELETE", "/orders-dynamic", null);
        }
    }

    @Test
    void anIngestPipelineThatDoesNotExistIsFoundByAUserWhoMaySeeIt(TestStack stack) throws Exception {
        String index = "orders-pipeline";
        stack.elasticsearch("admin", "PUT", "/" + index, """
                {"settings": {"index.final_pipeline": "not-there"}, "mappings": {"dynamic": false, "properties": {
                 "id": {"type": "keyword"}, "version": {"type": "long"}, "erased": {"type": "boolean"}}}}""");
        try {
            assertThat(findings(stack, mapping(index))).isEmpty();
            assertThat(findings(stack, admin(stack, mapping(index))))
                    .singleElement()
                    .asString()
                    .startsWith("topic.to.external.resource.mapping: ")
                    .contains("index.final_pipeline=not-there", "does not exist");
            stack.elasticsearch("admin", "PUT", "/_ingest/pipeline/not-there", "{\"processors\": []}");
            assertThat(findings(stack, admin(stack, mapping(index)))).isEmpty();
        } finally {
            stack.elasticsearch("admin", "DELETE", "/" + index, null);
            stack.elasticsearch("admin", "DELETE", "/_ingest/pipeline/not-there", null);
        }
    }

    @Test
    void aValueThatIsJsonsNullIsAFinding(TestStack stack) throws Exception {
        for (String option : List.of("connection.url", "max.retries", "behavior.on.null.values", "write.method")) {
            Map<String, String> changes = new TreeMap<>();
            changes.put(option, null);
            assertThat(findings(stack, changes))
                    .anyMatch(finding -> finding.startsWith(option + ": ") && finding.contains("is null; "));
        }
    }

    @Test
    void twoTopicsInOneIndexAreRefusedUnlessDeclared(TestStack stack) throws Exception {
        Map<String, String> two = new TreeMap<>(Map.of(
                "topics", "orders.public.v1,more",
                "topic.to.external.resource.mapping", "orders.public.v1:orders-000001,more:orders-000001"));
        assertThat(findings(stack, two)).hasSize(2).allSatisfy(finding -> assertThat(finding)
                .contains("document.ids.unique.across.topics"));
        two.put("document.ids.unique.across.topics", "true");
        assertThat(findings(stack, two)).isEmpty();
    }

    @Test
    void anOutageDoesNotBlockAChangeWhenToldSo(TestStack stack) throws Exception {
        assertThat(findings(stack, Map.of("connection.url", "http://127.0.0.1:1", "connection.check", "warn")))
                .isEmpty();
    }

    @Test
    void aMissingIndexIsCreatedFromItsDefinition(TestStack stack) throws Exception {
        try (SinkRig rig = new SinkRig(stack, "definition", Map.of())) {
            stack.elasticsearch("admin", "DELETE", "/" + rig.index(), null);
            String definition =
                    "{\"mappings\":{\"dynamic\":\"strict\",\"properties\":{\"orderId\":{\"type\":\"keyword\"},"
                            + "\"id\":{\"type\":\"keyword\"},\"version\":{\"type\":\"long\"},\"erased\":{\"type\":\"boolean\"}}}}";
            rig.deploy(
                    stack.stack.elasticsearch.uri().toString(), admin(stack, Map.of("index.definition", definition)));
            rig.send("a", 1, "{\"orderId\":\"a\",\"version\":1}");
            rig.flush();
            rig.awaitAgreement(java.time.Duration.ofSeconds(60));
            assertThat(stack.elasticsearch("admin", "GET", "/" + rig.index() + "/_mapping", null)
                            .body())
                    .contains("strict");
        }
    }

    @Test
    void aDefinitionIsLookedAtBeforeAnythingIsMadeOfIt(TestStack stack) throws Exception {
        Map<String, String> missing = new TreeMap<>(mapping("orders-000042"));
        missing.put("index.definition", "{\"settings\":{}}");
        assertThat(findings(stack, admin(stack, missing)))
                .singleElement()
                .asString()
                .startsWith("index.definition: ")
                .contains("maps new fields by itself");
        missing.put(
                "index.definition",
                "{\"mappings\":{\"dynamic\":\"false\",\"properties\":{\"erased\":{\"type\":\"boolean\"}}}}");
        assertThat(findings(stack, missing))
                .singleElement()
                .asString()
                .startsWith("connection.username: the role lacks one of ")
                .contains("create_index");
        assertThat(findings(stack, admin(stack, missing))).isEmpty();
    }

    private static List<String> findings(TestStack stack, Map<String, String> changes) throws Exception {
        Map<String, String> config = new TreeMap<>(stack.sink().config());
        config.put("name", stack.sink().name());
        config.putAll(changes);
        return stack.stack.connect.client().validate(config);
    }

    private static Map<String, String> mapping(String index) {
        return Map.of("topic.to.external.resource.mapping", "orders.public.v1:" + index);
    }

    private static Map<String, String> admin(TestStack stack, Map<String, String> more) {
        Map<String, String> config = new TreeMap<>(more);
        config.put("connection.username", "admin");
        config.put("connection.password", stack.reference(Secrets.ELASTICSEARCH_ADMIN));
        return config;
    }

    private static String search(TestStack stack) {
        return stack.secrets.get(Secrets.ELASTICSEARCH_SEARCH);
    }
}
