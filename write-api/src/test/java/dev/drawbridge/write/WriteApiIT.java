package dev.drawbridge.write;

import static dev.drawbridge.write.ApiClient.ADD_LINE;
import static dev.drawbridge.write.ApiClient.CANCEL;
import static dev.drawbridge.write.ApiClient.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.write.ApiClient.Answer;
import dev.drawbridge.write.StoredOrder.OutboxRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole service on a real database, seen from outside. */
class WriteApiIT extends RunningWriteApi {
    private static final String SHIP = "{\"carrier\":\"Blue Parcel\",\"trackingNumber\":\"BP-1\"}";
    private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final UUID id = UUID.randomUUID();
    private final StoredOrder stored = new StoredOrder(DATABASE.admin(), id);

    @Test
    void theWholeLifeOfAnOrder() {
        assertAnswer(send("create", CREATE), 201, 1);
        assertAnswer(send("add-line", ADD_LINE), 200, 2);
        assertThat(last().json().at("/event/line")).isEqualTo(last().json().at("/state/lines/0"));
        assertThat(last().json().at("/state/total").decimalValue()).isEqualByComparingTo("39.80");
        assertAnswer(send("add-line", ADD_LINE), 200, 3);
        assertAnswer(send("remove-line", "{\"lineNumber\":2}"), 200, 4);
        assertThat(last().json().at("/event/line/number").intValue()).isEqualTo(2);
        assertAnswer(send("apply-coupon", "{\"code\":\"SECRETCODE\",\"percentOff\":10}"), 200, 5);
        assertThat(last().json().at("/state/total").decimalValue()).isEqualByComparingTo("35.82");
        assertAnswer(send("place", "{}"), 200, 6);
        assertProblem(send("add-line", ADD_LINE), 409, "too-late");
        assertProblem(send("ship", SHIP), 409, "too-early");
        assertAnswer(send("start-processing", ""), 200, 7);
        assertAnswer(send("ship", SHIP, "If-Match", "\"7\""), 200, 8);
        assertThat(last().json().at("/event/shipment/carrier").textValue()).isEqualTo("Blue Parcel");
        assertThat(last().json().get("state")).isEqualTo(stored.state());
        assertProblem(send("cancel", CANCEL), 409, "too-late");
        assertAnswer(send("deliver", "{}"), 200, 9);
        assertThat(last().json().get("state")).isEqualTo(stored.state());
        assertAnswer(send("erase", "{}"), 200, 10);
        assertThat(last().payload()).isNull();
        assertThat(StoredOrder.everything(DATABASE.admin()))
                .doesNotContain("Ada", "London", "calls", "Teapot", "SECRETCODE", "Parcel", "BP-1");
    }

    @Test
    void anOrderIsCancelledBeforeItIsInTransit() {
        send("create", CREATE);
        send("add-line", ADD_LINE);
        assertAnswer(send("cancel", CANCEL, "If-Match", "\"2\""), 200, 3);
        assertThat(last().json().at("/event/reason").textValue()).isEqualTo("changed my mind");
        assertThat(last().json().get("state")).isEqualTo(stored.state());
        assertAnswer(send("erase", "{}"), 200, 4);
        assertThat(StoredOrder.everything(DATABASE.admin())).doesNotContain("Ada", "London", "calls", "Teapot", "mind");
    }

    @Test
    void erasingNeedsNoBody() {
        send("create", CREATE);

        assertAnswer(client.postNothing("/orders/" + id + "/erase"), 200, 2);
    }

    @Test
    void idsAreNormalised() {
        Answer answer = client.post("/orders/" + id.toString().toUpperCase(Locale.ROOT) + "/create", CREATE);

        assertAnswer(answer, 201, 1);
        assertThat(last().aggregateid()).isEqualTo(id.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "not-a-uuid",
                "1-1-1-1-1",
                "00000000-0000-0000-0000-000000000000",
                "01890a5d-ac96-774b-1cce-b302099a8057",
                "01890a5dac96774bbcceb302099a8057"
            })
    void idsThatAreNoUuidAreMalformed(String bad) {
        assertThat(client.post("/orders/" + bad + "/create", CREATE).problem()).isEqualTo("malformed-request");
    }

    @Test
    void aStaleVersionIsTold() {
        send("create", CREATE);
        send("add-line", ADD_LINE);

        Answer answer = send("add-line", ADD_LINE, "If-Match", "\"1\"");

        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.problem()).isEqualTo("stale-version");
        assertThat(answer.json().get("detail").textValue()).contains("at version 2, not 1");
        assertThat(stored.version()).isEqualTo(2);
        assertThat(client.post("/orders/" + UUID.randomUUID() + "/create", CREATE, "If-Match", "\"1\"")
                        .status())
                .isEqualTo(412);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "*", "W/\"1\"", "\"1\", \"2\"", "\"x\"", "\"-1\"", "\"99999999999999999999\"", "\"01\""})
    void anIfMatchThatIsNotOneOfOursIsMalformed(String etag) {
        send("create", CREATE);

        assertThat(send("add-line", ADD_LINE, "If-Match", etag).problem()).isEqualTo("malformed-request");
        assertThat(stored.version()).isEqualTo(1);
    }

    @Test
    void whatTheStateDoesNotAllowIsToldApart() {
        assertProblem(send("add-line", ADD_LINE), 404, "order-not-found");
        assertProblem(send("add-line", ADD_LINE, "If-Match", "\"1\""), 404, "order-not-found");
        send("create", CREATE);
        assertProblem(send("place", "{}"), 409, "order-empty");
        assertProblem(send("remove-line", "{\"lineNumber\":1}"), 409, "no-such-line");
        assertProblem(send("create", CREATE), 409, "order-exists");
        assertProblem(send("add-line", ADD_LINE.replace("2", "0")), 422, "invalid-value");
        send("cancel", CANCEL);
        assertProblem(send("add-line", ADD_LINE), 409, "order-cancelled");
        assertProblem(send("cancel", CANCEL), 409, "order-cancelled");
        send("erase", "{}");
        for (String command : List.of("create", "add-line", "cancel", "erase")) {
            Map<String, String> bodies = Map.of("create", CREATE, "add-line", ADD_LINE, "cancel", CANCEL);
            assertProblem(send(command, bodies.getOrDefault(command, "")), 409, "order-erased");
        }
        assertThat(stored.version()).isEqualTo(3);
    }

    @Test
    void aHundredLinesAreEnough() {
        send("create", CREATE);
        IntStream.range(0, 100)
                .forEach(i -> assertThat(send("add-line", ADD_LINE).status()).isEqualTo(200));

        assertProblem(send("add-line", ADD_LINE), 409, "order-full");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"text\"",
                "{",
                "{} {}",
                "{}x",
                "{\"customerName\":\"Ada\"}",
                "{\"customerName\":\"Ada\",\"customerCity\":null}",
                "{\"customerName\":\"Ada\",\"customerCity\":7}",
                "{\"customerName\":\"Ada\",\"customerCity\":true}",
                "{\"customerName\":\"Ada\",\"customerCity\":[\"London\"]}",
                "{\"customerName\":\"Ada\",\"customerCity\":\"London\",\"staffNote\":1}",
                "{\"customerName\":\"Ada\",\"customerCity\":\"London\",\"vip\":true}",
                "{\"customerName\":\"Ada\",\"customerName\":\"Eve\",\"customerCity\":\"London\"}",
                "{'customerName':'Ada','customerCity':'London'}",
                "{\"customerName\":\"Ada\",\"customerCity\":\"London\",}",
                "/* c */{\"customerName\":\"Ada\",\"customerCity\":\"London\"}"
            })
    void creationsThatAreNotExactlyTheSchemaAreMalformed(String body) {
        Answer answer = send("create", body);

        assertProblem(answer, 400, "malformed-request");
        assertThat(answer.text()).doesNotContain("Ada", "London");
        assertThat(stored.version()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"quantity\":2|\"quantity\":\"2\"",
                "\"quantity\":2|\"quantity\":2.0",
                "\"quantity\":2|\"quantity\":2.5",
                "\"quantity\":2|\"quantity\":99999999999",
                "\"quantity\":2|\"quantity\":true",
                "\"unitPrice\":19.90|\"unitPrice\":\"19.90\"",
                "\"unitPrice\":19.90|\"unitPrice\":NaN",
                "\"unitPrice\":19.90|\"unitPrice\":null",
                "\"unitPrice\":19.90|\"unitPrice\":019.90",
                "\"unitPrice\":19.90|\"price\":19.90",
                "\"productName\"|\"productname\""
            })
    void scalarsAreNotCoerced(String right, String wrong) {
        send("create", CREATE);

        assertProblem(send("add-line", ADD_LINE.replace(right, wrong)), 400, "malformed-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"19.905", "-0.01", "1E+1000000000", "1E-1000000000", "1000000.01"})
    void amountsThatAreNoMoneyAreRefused(String amount) {
        send("create", CREATE);

        assertProblem(send("add-line", ADD_LINE.replace("19.90", amount)), 422, "invalid-value");
    }

    @Test
    void wholeNumbersAreMoneyToo() {
        send("create", CREATE);

        assertAnswer(send("add-line", ADD_LINE.replace("19.90", "20")), 200, 2);
        assertThat(last().payload()).contains("\"price\": 20.00");
    }

    @Test
    void unpairedSurrogatesAndNulAreRefusedNotStored() {
        assertProblem(send("create", CREATE.replace("Ada", "\\ud800")), 422, "invalid-value");
        assertProblem(send("create", CREATE.replace("Ada", "\\u0000")), 422, "invalid-value");
        assertAnswer(send("create", CREATE.replace("Ada", "\\ud83d\\ude00")), 201, 1);
        assertThat(last().json().at("/state/customer/name").textValue()).isEqualTo("😀 Lovelace");
    }

    @Test
    void aBodyThatIsNotUtf8IsMalformed() {
        byte[] latin1 = CREATE.replace("Ada", "Adä").getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf16 = CREATE.getBytes(StandardCharsets.UTF_16);

        assertProblem(client.post(path("create"), BodyPublishers.ofByteArray(latin1)), 400, "malformed-request");
        assertProblem(client.post(path("create"), BodyPublishers.ofByteArray(utf16)), 400, "malformed-request");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedHoweverItIsSent() {
        byte[] large = CREATE.replace("Ada", "A".repeat(65_536)).getBytes(StandardCharsets.UTF_8);

        assertProblem(client.post(path("create"), BodyPublishers.ofByteArray(large)), 413, "payload-too-large");
        InputStream stream = new ByteArrayInputStream(large);
        assertProblem(
                client.post(path("create"), BodyPublishers.ofInputStream(() -> stream)), 413, "payload-too-large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/xml", "application/json; charset=iso-8859-1", "application/jsonx"})
    void otherMediaTypesAreRefused(String type) {
        assertProblem(send("create", CREATE, "Content-Type", type), 415, "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json;charset=UTF-8", "Application/JSON ; charset=\"utf-8\""})
    void jsonMaySayThatItIsUtf8(String type) {
        assertAnswer(send("create", CREATE, "Content-Type", type), 201, 1);
    }

    @Test
    void ordersCannotBeRead() {
        send("create", CREATE);

        assertProblem(client.get("/orders/" + id), 404, "no-such-path");
        assertProblem(client.get(path("create")), 405, "method-not-allowed");
        assertProblem(client.get("/"), 404, "no-such-path");
        assertProblem(client.post(path("refund"), "{}"), 404, "no-such-path");
    }

    @Test
    void anotherMethodLearnsTheRightOne() throws IOException {
        String answer = raw("GET " + path("create") + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 405").contains("Allow: POST\r\n");
    }

    @Test
    void originIsTakenFromHeadersWhenWellFormed() {
        send("create", CREATE, "traceparent", TRACEPARENT, "X-Correlation-Id", "c-1", "X-Causation-Id", "k/2");

        assertThat(last().traceparent()).isEqualTo(TRACEPARENT);
        assertThat(last().correlationid()).isEqualTo("c-1");
        assertThat(last().causationid()).isEqualTo("k/2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "x"
            })
    void originThatIsNotWellFormedIsDropped(String traceparent) {
        Answer answer = send(
                "create",
                CREATE,
                "traceparent",
                traceparent,
                "X-Correlation-Id",
                "x".repeat(129),
                "X-Causation-Id",
                "two words");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(last().traceparent()).isNull();
        assertThat(last().correlationid()).isNull();
        assertThat(last().causationid()).isNull();
    }

    @Test
    void livesAndIsReady() {
        assertThat(client.get("/health").text()).isEqualTo("{\"status\":\"up\"}");
        await().atMost(Duration.ofSeconds(20)).until(() -> client.get("/ready").status() == 200);
    }

    @Test
    void tellsHowManyCommandsWhatCameOfThemAndHowLongTheyTook() {
        send("create", CREATE);
        send("create", CREATE);
        send("create", "{}");
        client.post(path("place"), "{}", "Prefer", "respond-async");

        String metrics = client.get("/metrics").text();

        for (String outcome : List.of("accepted", "rejected", "failed")) {
            assertThat(metrics)
                    .containsPattern("drawbridge_write_commands_seconds_count\\{outcome=\"" + outcome
                            + "\",type=\"create\"} [1-9]");
        }
        assertThat(metrics)
                .contains("drawbridge_write_commands_seconds_bucket{outcome=\"queued\",type=\"place\",le=\"0.005\"}")
                .contains("drawbridge_write_queue_pending ", "drawbridge_write_outbox_removed_total 0.0")
                .contains("hikaricp_connections_pending", "jvm_memory_used_bytes")
                .doesNotContain("Ada", id.toString());
    }

    @Test
    void isNotReadyWithoutItsTablesOrRights() {
        DATABASE.admin().useHandle(handle -> handle.execute("revoke select on outbox from drawbridge_writer"));
        try {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> client.get("/ready").status() == 503);
            assertProblem(client.get("/ready"), 503, "not-ready");
            assertThat(client.get("/health").status()).isEqualTo(200);
        } finally {
            DATABASE.admin().useHandle(handle -> handle.execute("grant select on outbox to drawbridge_writer"));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> client.get("/ready").status() == 200);
    }

    @Test
    void startsWithoutItsDatabaseAndSaysSo() {
        Map<String, String> environment = new HashMap<>(DATABASE.environment());
        environment.put("WRITE_DB_URL", "jdbc:postgresql://127.0.0.1:1/drawbridge");
        try (WriteApi alone = WriteApi.start(WriteApiConfig.from(environment))) {
            ApiClient other = new ApiClient(alone.port());

            assertThat(other.get("/health").status()).isEqualTo(200);
            assertProblem(other.get("/ready"), 503, "not-ready");
            assertProblem(other.post(path("create"), CREATE), 503, "unavailable");
        }
    }

    @Test
    void internalErrorsTellNeitherCallerNorLogWhatWasInTheOrder() {
        CapturedErrors log = new CapturedErrors();
        DATABASE.admin()
                .useHandle(handle ->
                        handle.execute("alter table orders add constraint no check (customer_name <> 'Zebedee Quux')"));
        try {
            Answer answer = send("create", CREATE.replace("Ada Lovelace", "Zebedee Quux"));

            assertProblem(answer, 500, "internal");
            assertThat(answer.text()).doesNotContain("Zebedee", "orders", "Exception");
        } finally {
            log.close();
            DATABASE.admin().useHandle(handle -> handle.execute("alter table orders drop constraint no"));
        }
        assertThat(log.text())
                .contains("Incident", "SQLSTATE 23514", "PostgresTransaction")
                .doesNotContain("Zebedee", "London", "calls back", id.toString());
    }

    @Test
    void requestsThatAreNoHttpGetAProblemToo() throws IOException {
        String answer = raw("POST /orders/%zz/create HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json")
                .doesNotContain("<html", "Jetty");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Answer send(String command, String body, String... headers) {
        return client.post(path(command), body, headers);
    }

    private String path(String command) {
        return "/orders/" + id + "/" + command;
    }

    private OutboxRow last() {
        List<OutboxRow> rows = stored.outbox();
        return rows.get(rows.size() - 1);
    }

    private void assertAnswer(Answer answer, int status, long version) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.text()).isEqualTo("{\"id\":\"" + id + "\",\"version\":" + version + "}");
        assertThat(answer.etag()).contains("\"" + version + "\"");
        assertThat(answer.token()).contains("order/" + id + "@" + version);
        assertThat(stored.version()).isEqualTo(version);
        assertThat(last().version()).isEqualTo(version);
    }

    private static void assertProblem(Answer answer, int status, String problem) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
        assertThat(answer.json().get("title").textValue()).isNotBlank();
        assertThat(answer.json().get("detail").textValue()).isNotBlank();
    }
}
