package dev.drawbridge.write;

import static dev.drawbridge.write.ApiClient.ADD_LINE;
import static dev.drawbridge.write.ApiClient.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.write.ApiClient.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that nobody means well with: answered with a problem below 500, and nothing is stored. */
class HostileRequestsIT extends RunningWriteApi {

    private final UUID id = UUID.randomUUID();

    static Stream<String> bodies() {
        String city = ",\"customerCity\":\"London\"}";
        return Stream.of(
                "{\"customerName\":" + "[".repeat(30_000) + "]".repeat(30_000) + city,
                "{\"customerName\":" + "{\"a\":".repeat(9) + "1" + "}".repeat(9) + city,
                "[".repeat(60_000),
                "{\"a\":".repeat(10_000),
                "{\"customerName\":" + "9".repeat(60_000) + city,
                "{\"customerName\":1e999999999" + city,
                "{\"customerName\":-" + city,
                "{\"customerName\":\"Ada\",\"customerName\":\"Ada\"" + city,
                "{\"customerName\":\"Ada\"" + city + "{}",
                "{\"customerName\":\"A\u0000da\"" + city,
                "{\"customerName\":\"A\\u0000da\"" + city,
                "{\"customerName\":\"\\udead\"" + city,
                "{\"customerName\":\"Ada\n\"" + city,
                "\ufeff{\"customerName\":\"Ada\"" + city,
                "{\"customerName\":\"" + "x".repeat(60_000) + "\"" + city,
                "{\"" + "k".repeat(60_000) + "\":1,\"customerName\":\"Ada\"" + city,
                "{\"__proto__\":{},\"customerName\":\"Ada\"" + city,
                "{\"@class\":\"java.lang.Runtime\",\"customerName\":\"Ada\"" + city,
                "x".repeat(65_537));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void bodiesThatAreNoCommand(String body) {
        refused(client.post("/orders/" + id + "/create", body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"productName\":\"x\",\"quantity\":1e3,\"unitPrice\":1,\"unitCost\":1}",
                "{\"productName\":\"x\",\"quantity\":1,\"unitPrice\":1e400,\"unitCost\":1}",
                "{\"productName\":\"x\",\"quantity\":1,\"unitPrice\":1e-400,\"unitCost\":1}",
                "{\"productName\":\"x\",\"quantity\":2147483648,\"unitPrice\":1,\"unitCost\":1}",
                "{\"productName\":\"x\",\"quantity\":-1,\"unitPrice\":1,\"unitCost\":1}",
                "{\"productName\":{\"$ne\":1},\"quantity\":1,\"unitPrice\":1,\"unitCost\":1}",
                "{\"productName\":[\"x\"],\"quantity\":1,\"unitPrice\":1,\"unitCost\":1}",
                "{\"productName\":\"x\",\"quantity\":1,\"unitPrice\":0.1234567890123456789012345678901234567890,\"unitCost\":1}"
            })
    void numbersAndTypesThatDoNotFit(String body) {
        assertThat(client.post("/orders/" + id + "/create", CREATE).status()).isEqualTo(201);
        Answer answer = client.post("/orders/" + id + "/add-line", body);

        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.problem()).isIn("malformed-request", "invalid-value");
        assertThat(new StoredOrder(DATABASE.admin(), id).version()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e99999999999",
                "1e-99999999999",
                "0e2147483648",
                "0e-2147483648",
                "-0e99999999999",
                "1E+2147483648"
            })
    void exponentsThatNoNumberCanHave(String number) {
        String path = "/orders/" + id;
        malformed(client.post(path + "/create", CREATE.replace("\"London\"", number)));
        malformed(client.post(path + "/add-line", ADD_LINE.replace("19.90", number)));
        malformed(client.post(path + "/add-line", ADD_LINE.replace(":2,", ":" + number + ",")));
        malformed(client.post(path + "/place", "{\"x\":" + number + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"100e2147483647", "1e2147483647", "1e-2147483647", "0.1e-2147483646", "-1e-2147483647"})
    void exponentsAtTheEdgeOfWhatANumberCanHave(String number) {
        client.post("/orders/" + id + "/create", CREATE);
        Answer answer = client.post("/orders/" + id + "/add-line", ADD_LINE.replace("19.90", number));

        assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
        assertThat(answer.problem()).isIn("malformed-request", "invalid-value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0e2147483647", "0e-2147483647", "0e9"})
    void zeroIsZeroWhateverItsExponent(String number) {
        client.post("/orders/" + id + "/create", CREATE);

        assertThat(client.post("/orders/" + id + "/add-line", ADD_LINE.replace("19.90", number))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void sqlInEveryFieldIsJustText() {
        String sql = "'); drop table orders; --";
        String create =
                CREATE.replace("Ada Lovelace", sql).replace("London", sql).replace("calls back", sql);
        String[] headers = {"X-Correlation-Id", "');droptableorders;--", "Idempotency-Key", "\"" + sql + "\""};

        assertThat(client.post("/orders/" + id + "/create", create, headers).status())
                .isEqualTo(201);
        assertThat(client.post("/orders/" + id + "/add-line", ADD_LINE.replace("Teapot", sql))
                        .status())
                .isEqualTo(200);
        String coupon = "{\"code\":\"" + sql + "\",\"percentOff\":1}";
        assertThat(client.post("/orders/" + id + "/apply-coupon", coupon).status())
                .isEqualTo(200);
        assertThat(client.post("/orders/" + id + "/place", "{}").status()).isEqualTo(200);
        assertThat(client.post("/orders/" + id + "/start-processing", "{}").status())
                .isEqualTo(200);
        String ship = "{\"carrier\":\"" + sql + "\",\"trackingNumber\":\"" + sql + "\"}";
        assertThat(client.post("/orders/" + id + "/ship", ship).status()).isEqualTo(200);

        StoredOrder stored = new StoredOrder(DATABASE.admin(), id);
        assertThat(stored.outbox().get(5).json().get("state")).isEqualTo(stored.state());
        assertThat(stored.state().at("/shipment/trackingNumber").textValue()).isEqualTo(sql);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'%20or%201=1", "..%2f..%2fetc", "%00", "a%0d%0aSet-Cookie:x", "%7b%7d"})
    void pathsThatAreNoId(String path) {
        refused(client.post("/orders/" + path + "/create", CREATE));
        assertThat(client.get("/commands/" + path).status()).isBetween(400, 499);
    }

    @Test
    void requestsThatAreHardlyHttp() throws IOException {
        String head = "POST /orders/" + id + "/create HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\n";
        List<String> requests = new ArrayList<>(List.of(
                head + "Content-Length: 10\r\nContent-Length: 2\r\n\r\n{}",
                head + "Content-Length: -1\r\n\r\n{}",
                head + "Content-Length: 9999999999999999999999\r\n\r\n{}",
                head + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                head + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}",
                head + "X-Long: " + "x".repeat(20_000) + "\r\nContent-Length: 2\r\n\r\n{}",
                head + "Bad Header\r\nContent-Length: 2\r\n\r\n{}",
                "GET / HTTP/1.1\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n"));
        for (String request : requests) {
            String answer = raw(request);
            assertThat(answer)
                    .as(request)
                    .startsWith("HTTP/1.1 4")
                    .doesNotContain("at org.", "at dev.", "Exception", "Jetty");
        }
        assertThat(new StoredOrder(DATABASE.admin(), id).version()).isZero();
        assertThat(client.get("/health").status()).isEqualTo(200);
    }

    private void refused(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
        assertThat(answer.problem()).isNotEmpty();
        assertThat(answer.text()).doesNotContain("Exception", "at dev.", "com.fasterxml");
        assertThat(StoredOrder.everything(DATABASE.admin())).isEmpty();
    }

    private void malformed(Answer answer) {
        refused(answer);
        assertThat(answer.problem()).isEqualTo("malformed-request");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
