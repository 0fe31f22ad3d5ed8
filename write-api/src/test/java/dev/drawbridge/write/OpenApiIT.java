package dev.drawbridge.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.drawbridge.http.ApiKeys;
import dev.drawbridge.write.http.CommandType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The description of the API against the running service: each path and status it promises is brought about, and each answer
 * is one it allows.
 */
class OpenApiIT {
    private static final TestDatabase DATABASE = TestDatabase.of("open_api");
    private static final JsonMapper JSON = new JsonMapper();
    private static final String KEY = ApiKeys.generate();
    private static final String OPERATOR_KEY = ApiKeys.generate();
    private static final Map<String, String> OPERATOR = Map.of("Authorization", "Bearer " + OPERATOR_KEY);
    private static final String REPUBLISH = "/admin/outbox/republish";

    private static WriteApi api;
    private static WriteApi strict;
    private static WriteApi impatient;
    private static JsonNode description;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<String> seen = new ConcurrentSkipListSet<>();

    @BeforeAll
    static void start() throws Exception {
        api = WriteApi.start(WriteApiConfig.from(DATABASE.environment()));
        Map<String, String> environment = new HashMap<>(DATABASE.environment());
        environment.put("WRITE_API_REQUIRE_IF_MATCH", "true");
        environment.put("WRITE_API_KEYS", "test:" + ApiKeys.hash(KEY));
        environment.put("WRITE_API_OPERATOR_KEYS", "operator:" + ApiKeys.hash(OPERATOR_KEY));
        strict = WriteApi.start(WriteApiConfig.from(environment));
        impatient = WriteApi.start(WriteApiConfig.from(withBodyTimeout("PT0.2S")));
        description =
                JSON.readTree(new ApiClient(api.port()).get("/openapi.json").text());
    }

    private static Map<String, String> withBodyTimeout(String timeout) {
        Map<String, String> environment = new HashMap<>(DATABASE.environment());
        environment.put("WRITE_API_BODY_TIMEOUT", timeout);
        environment.put("WRITE_API_OPERATOR_KEYS", "operator:" + ApiKeys.hash(OPERATOR_KEY));
        return environment;
    }

    @AfterAll
    static void stop() {
        api.close();
        strict.close();
        impatient.close();
    }

    @BeforeEach
    void clear() {
        DATABASE.clear();
    }

    @Test
    void everyTaskIsDescribedAndNothingElse() {
        Set<String> described = new TreeSet<>();
        description.get("paths").fieldNames().forEachRemaining(described::add);
        Set<String> expected =
                new TreeSet<>(Set.of("/commands/{id}", "/health", "/ready", "/metrics", "/openapi.json", REPUBLISH));
        Stream.of(CommandType.values()).forEach(task -> expected.add("/orders/{id}/" + task.path()));

        assertThat(described).isEqualTo(expected);
        assertThat(description.get("openapi").textValue()).isEqualTo("3.1.0");
    }

    @Test
    void everyPathAnswersWithEveryStatusAsDescribed() throws Exception {
        for (CommandType task : CommandType.values()) {
            String path = "/orders/{id}/" + task.path();
            String example = example(path);
            accepted(task, path, example);
            refused(task, path, example);
        }
        statuses();
        republish();
        unavailable();
        broken();
        call(api, "GET", "/health", null, "", Map.of());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> call(api, "GET", "/ready", null, "", Map.of()).statusCode() == 200);
        call(api, "GET", "/metrics", null, "", Map.of());
        call(api, "GET", "/openapi.json", null, "", Map.of());
        call(strict, "GET", "/metrics", null, "", Map.of());

        Set<String> promised = new TreeSet<>();
        description.get("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> method.getValue()
                        .get("responses")
                        .fieldNames()
                        .forEachRemaining(status -> promised.add(path.getKey() + " " + status))));
        assertThat(seen).isEqualTo(promised);
    }

    /** A locked order makes its command give up after about ten seconds. */
    @Test
    void whoIsKeptWaitingByOthersIsToldWhenToComeBack() throws Exception {
        UUID id = orderBefore(CommandType.PLACE);
        try (Handle lock = DATABASE.admin().open()) {
            lock.begin();
            lock.execute("update orders set version = version where id = ?", id);

            HttpResponse<String> answer = call(api, "POST", "/orders/{id}/place", id, "{}", Map.of());

            assertUnavailable(answer, "contended", "1");
            lock.rollback();
        }
        assertThat(call(api, "POST", "/orders/{id}/place", id, "{}", Map.of()).statusCode())
                .isEqualTo(200);
    }

    /** Without a database; all at once, since each waits a while for it. */
    private void unavailable() throws Exception {
        Map<String, String> environment = new HashMap<>(DATABASE.environment());
        environment.put("WRITE_DB_URL", "jdbc:postgresql://127.0.0.1:1/drawbridge");
        environment.put("WRITE_WORKERS", "0");
        environment.put("WRITE_API_OPERATOR_KEYS", "operator:" + ApiKeys.hash(OPERATOR_KEY));
        ExecutorService callers = Executors.newCachedThreadPool();
        try (WriteApi alone = WriteApi.start(WriteApiConfig.from(environment))) {
            List<Callable<Void>> calls = new ArrayList<>();
            for (CommandType task : CommandType.values()) {
                String path = "/orders/{id}/" + task.path();
                calls.add(unavailable(alone, "POST", path, example(path), "unavailable"));
            }
            calls.add(unavailable(alone, "GET", "/commands/{id}", "", "unavailable"));
            calls.add(unavailable(alone, "GET", "/ready", "", "not-ready"));
            calls.add(() -> {
                assertUnavailable(
                        call(alone, "POST", REPUBLISH, null, example(REPUBLISH), OPERATOR), "unavailable", "5");
                return null;
            });
            for (Future<Void> call : callers.invokeAll(calls)) {
                call.get();
            }
        } finally {
            callers.shutdown();
        }
    }

    /** By a fault of ours: a statement that names a column which is not there. */
    private void broken() throws Exception {
        DATABASE.admin().useHandle(handle -> {
            handle.execute("alter table orders rename column coupon_code to missing");
            handle.execute("alter table commands rename column reason to missing");
        });
        try {
            for (CommandType task : CommandType.values()) {
                String path = "/orders/{id}/" + task.path();
                assertBroken(call(api, "POST", path, UUID.randomUUID(), example(path), Map.of()));
            }
            assertBroken(call(api, "GET", "/commands/{id}", UUID.randomUUID(), "", Map.of()));
            assertBroken(call(strict, "POST", REPUBLISH, null, example(REPUBLISH), OPERATOR));
        } finally {
            DATABASE.admin().useHandle(handle -> {
                handle.execute("alter table orders rename column missing to coupon_code");
                handle.execute("alter table commands rename column missing to reason");
            });
        }
    }

    private static void assertBroken(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(500);
        assertThat(answer.body()).contains("/problems/internal").doesNotContain("coupon_code", "reason\"", "SQL");
    }

    private Callable<Void> unavailable(WriteApi on, String method, String path, String body, String problem) {
        return () -> {
            assertUnavailable(call(on, method, path, UUID.randomUUID(), body, Map.of()), problem, "5");
            return null;
        };
    }

    private static void assertUnavailable(HttpResponse<String> answer, String problem, String retryAfter) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("/problems/" + problem + "\"");
        assertThat(answer.headers().firstValue("Retry-After")).contains(retryAfter);
    }

    private static String example(String path) {
        return description
                .at("/paths")
                .get(path)
                .at("/post/requestBody/content/application~1json/example")
                .toString();
    }

    private void accepted(CommandType task, String path, String example) throws Exception {
        UUID id = orderBefore(task);
        assertThat(call(api, "POST", path, id, example, Map.of("Idempotency-Key", "\"" + id + "\""))
                                .statusCode()
                        / 100)
                .as(path)
                .isEqualTo(2);
        assertThat(call(api, "POST", path, orderBefore(task), example, Map.of("Prefer", "respond-async"))
                        .statusCode())
                .isEqualTo(202);
        // The same key for something else.
        call(api, "POST", path, orderBefore(task), example, Map.of("Idempotency-Key", "\"" + id + "\""));
    }

    private void refused(CommandType task, String path, String example) throws Exception {
        UUID erased = orderBefore(CommandType.ERASE);
        call(api, "POST", "/orders/{id}/erase", erased, "", Map.of());
        call(api, "POST", path, erased, example, Map.of());
        call(api, "POST", path, orderBefore(task), "{\"no\":1}", Map.of());
        call(api, "POST", path, orderBefore(task), example, Map.of("If-Match", "\"99\""));
        call(api, "POST", path, orderBefore(task), example, Map.of("Content-Type", "text/plain"));
        call(api, "POST", path, orderBefore(task), "{\"x\":\"" + "x".repeat(70_000) + "\"}", Map.of());
        call(strict, "POST", path, orderBefore(task), example, Map.of());
        if (task != CommandType.CREATE) {
            call(api, "POST", path, UUID.randomUUID(), example, Map.of());
            call(strict, "POST", path, orderBefore(task), example, Map.of("Authorization", "Bearer " + KEY));
        }
        slow(path, orderBefore(task));
    }

    /** An order in the state that the task starts from; for a new one only an id. */
    private UUID orderBefore(CommandType task) throws Exception {
        UUID id = UUID.randomUUID();
        for (CommandType step : List.of(
                CommandType.CREATE,
                CommandType.ADD_LINE,
                CommandType.PLACE,
                CommandType.START_PROCESSING,
                CommandType.SHIP,
                CommandType.DELIVER)) {
            boolean reached = task == step
                    || (step == CommandType.PLACE
                            && !Set.of(CommandType.START_PROCESSING, CommandType.SHIP, CommandType.DELIVER)
                                    .contains(task));
            if (reached) {
                break;
            }
            String path = "/orders/{id}/" + step.path();
            call(api, "POST", path, id, example(path), Map.of());
        }
        return id;
    }

    private void statuses() throws Exception {
        HttpResponse<String> queued =
                call(api, "POST", "/orders/{id}/place", UUID.randomUUID(), "{}", Map.of("Prefer", "respond-async"));
        UUID command = UUID.fromString(JSON.readTree(queued.body()).get("id").textValue());
        await().until(() -> !JSON.readTree(call(api, "GET", "/commands/{id}", command, "", Map.of())
                        .body())
                .get("status")
                .textValue()
                .equals("pending"));
        call(api, "GET", "/commands/{id}", UUID.randomUUID(), "", Map.of());
        call(strict, "GET", "/commands/{id}", command, "", Map.of());
        check("/commands/{id}", "get", send(api, "GET", "/commands/x", "", Map.of()));
    }

    private void republish() throws Exception {
        call(strict, "POST", REPUBLISH, null, example(REPUBLISH), OPERATOR);
        call(strict, "POST", REPUBLISH, null, example(REPUBLISH), Map.of());
        call(strict, "POST", REPUBLISH, null, example(REPUBLISH), Map.of("Authorization", "Bearer " + KEY));
        call(strict, "POST", REPUBLISH, null, "{}", OPERATOR);
        call(strict, "POST", REPUBLISH, null, "{\"aggregateType\":\"parcel\"}", OPERATOR);
        call(strict, "POST", REPUBLISH, null, "{\"x\":\"" + "x".repeat(70_000) + "\"}", OPERATOR);
        Map<String, String> text = new HashMap<>(OPERATOR);
        text.put("Content-Type", "text/plain");
        call(strict, "POST", REPUBLISH, null, example(REPUBLISH), text);
        slow(REPUBLISH, UUID.randomUUID());
    }

    /** A body that is announced and does not come. */
    private void slow(String path, UUID id) throws IOException {
        try (java.net.Socket socket =
                new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), impatient.port())) {
            socket.getOutputStream()
                    .write(("POST " + path.replace("{id}", id.toString())
                                    + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                                    + OPERATOR_KEY
                                    + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 408").contains("/problems/request-timeout");
            seen.add(path + " 408");
        }
    }

    private HttpResponse<String> call(
            WriteApi on, String method, String path, UUID id, String body, Map<String, String> headers)
            throws Exception {
        HttpResponse<String> answer = send(on, method, path.replace("{id}", String.valueOf(id)), body, headers);
        check(path, method.toLowerCase(java.util.Locale.ROOT), answer);
        return answer;
    }

    private HttpResponse<String> send(WriteApi on, String method, String path, String body, Map<String, String> headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + on.port() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty() && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** The answer is one that the description allows: status, content type, headers, body. */
    private void check(String path, String method, HttpResponse<String> answer) {
        String status = String.valueOf(answer.statusCode());
        JsonNode promised = resolve(
                description.at("/paths").get(path).get(method).get("responses").get(status));
        assertThat(promised)
                .as("%s answers %s: %s", path, status, answer.body())
                .isNotNull();
        String contentType =
                answer.headers().firstValue("Content-Type").orElseThrow().replaceAll(";.*", "");
        JsonNode content = promised.get("content").get(contentType);
        assertThat(content).as("%s %s as %s", path, status, contentType).isNotNull();
        promised.path("headers").properties().forEach(header -> {
            JsonNode rule = resolve(header.getValue());
            String value = answer.headers().firstValue(header.getKey()).orElse(null);
            assertThat(value != null || !rule.path("required").booleanValue())
                    .as("%s %s has %s", path, status, header.getKey())
                    .isTrue();
            if (value != null) {
                assertThat(value).matches(rule.at("/schema/pattern").textValue());
            }
        });
        if (!contentType.equals("text/plain")) {
            assertThat(violations(content.get("schema"), answer.body()))
                    .as("%s %s: %s", path, status, answer.body())
                    .isEmpty();
        }
        seen.add(path + " " + status);
    }

    private static List<String> violations(JsonNode schema, String body) {
        ObjectNode whole = ((ObjectNode) schema.deepCopy());
        whole.set("components", description.get("components"));
        Schema validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole.toString(), InputFormat.JSON);
        List<String> violations = new ArrayList<>();
        validator.validate(body, InputFormat.JSON).forEach(error -> violations.add(error.getMessage()));
        return violations;
    }

    private static JsonNode resolve(JsonNode node) {
        return node != null && node.has("$ref")
                ? description.at(node.get("$ref").textValue().substring(1))
                : node;
    }
}
