package dev.drawbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes, keys and problems over real HTTP. */
class HttpServerIT {
    private static final String[] JSON = {"Content-Type", "application/json"};

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(Duration.ofSeconds(5), 100);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /who,        401, unauthorized",
        "GET,  /admin/only, 401, unauthorized",
        "GET,  /metrics,    401, unauthorized",
        "GET,  /nowhere,    404, no-such-path",
        "GET,  /echo,       405, method-not-allowed",
        "POST, /echo,       415, unsupported-media-type",
        "GET,  /broken,     500, internal"
    })
    void whatGoesWrongIsAProblem(String method, String path, int status, String problem) throws Exception {
        HttpResponse<String> answer = server.send(method, path, method.equals("POST") ? "{}" : "");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"type\":\"https://drawbridge.dev/problems/" + problem + "\"");
        assertThat(answer.body()).doesNotContain("secret");
    }

    @Test
    void refusalsSayWhatIsAllowed() throws Exception {
        assertThat(server.get("/who").headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(server.get("/echo").headers().firstValue("Allow")).contains("POST");
        assertThat(server.get("/nowhere").body()).contains("Bodies are POSTed to /echo.");
    }

    @Test
    void aClientsKeyIsNoOperators() throws Exception {
        assertThat(server.get("/who", bearer(TestServer.CLIENT_KEY)).body()).isEqualTo("client");
        assertThat(server.get("/who", bearer(TestServer.OPERATOR_KEY)).statusCode())
                .isEqualTo(401);
        assertThat(server.get("/admin/only", bearer(TestServer.OPERATOR_KEY)).body())
                .isEqualTo("done");

        HttpResponse<String> forbidden = server.get("/admin/only", bearer(TestServer.CLIENT_KEY));
        assertThat(forbidden.statusCode()).isEqualTo(403);
        assertThat(forbidden.body()).contains("/problems/forbidden", "operator");
    }

    @Test
    void bothSeeMetrics() throws Exception {
        for (String key : new String[] {TestServer.CLIENT_KEY, TestServer.OPERATOR_KEY}) {
            assertThat(server.get("/metrics", bearer(key)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void healthAndTheDescriptionAreForEverybody() throws Exception {
        assertThat(server.get("/health").body()).isEqualTo("{\"status\":\"up\"}");
        assertThat(server.get("/openapi.json").body()).contains("3.1.0");
        server.ready = false;
        HttpResponse<String> notReady = server.get("/ready");
        server.ready = true;
        assertThat(notReady.statusCode()).isEqualTo(503);
        assertThat(notReady.body()).contains("/problems/not-ready", "It is said not to be.");
        assertThat(server.get("/ready").body()).isEqualTo("{\"status\":\"ready\"}");
    }

    @Test
    void aBodyOfTheLargestSizeIsReadAndNoLargerOne() throws Exception {
        String largest = "\"" + "x".repeat(RequestBody.MAX_BYTES - 2) + "\"";

        assertThat(server.send("POST", "/echo", largest, JSON).body()).isEqualTo(largest);
        HttpResponse<String> larger = server.send("POST", "/echo", largest + " ", JSON);
        assertThat(larger.statusCode()).isEqualTo(413);
        assertThat(larger.body()).contains("65,536 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\""})
    void jsonMayBeDeclaredAsUtf8(String type) throws Exception {
        assertThat(server.send("POST", "/echo", "{}", "Content-Type", type).statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsNoHttpIsAProblemToo() throws IOException {
        try (var socket = server.connect()) {
            TestServer.send(socket, "NONSENSE\r\n\r\n");
            assertThat(TestServer.answer(socket))
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json", "/problems/malformed-request");
        }
    }

    private static String[] bearer(String key) {
        return new String[] {"Authorization", "Bearer " + key};
    }
}
