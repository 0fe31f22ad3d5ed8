package dev.drawbridge.http;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A service made of this module alone: {@code /echo} answers a JSON body, after a while if it is asked to. */
final class TestServer implements AutoCloseable {
    static final String CLIENT_KEY = ApiKeys.generate();
    static final String OPERATOR_KEY = ApiKeys.generate();

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server;

    volatile boolean ready = true;
    volatile Duration work = Duration.ZERO;

    TestServer(Duration timeout, int maxConnections) {
        Authentication authentication = new Authentication(
                ApiKeys.parse("client:" + ApiKeys.hash(CLIENT_KEY)),
                ApiKeys.parse("operator:" + ApiKeys.hash(OPERATOR_KEY)));
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        server = HttpServer.start(
                new HttpSettings("127.0.0.1", 0, timeout, maxConnections),
                new ProblemMapper("Bodies are POSTed to /echo."),
                routes -> {
                    authentication.requireClient(routes, "/who");
                    authentication.requireOperator(routes, "/admin/*");
                    authentication.requireKey(routes, "/metrics");
                    new HealthRoutes(() -> ready, "It is said not to be.").register(routes);
                    new MetaRoutes("{\"openapi\":\"3.1.0\"}", metrics).register(routes);
                    routes.get("/who", context -> context.result(Authentication.client(context)));
                    routes.get("/admin/only", context -> context.result("done"));
                    routes.get("/broken", context -> {
                        throw new IllegalStateException("secret");
                    });
                    routes.post("/echo", context -> {
                        String body = RequestBody.json(context, timeout);
                        Thread.sleep(work.toMillis());
                        context.contentType("application/json").result(body);
                    });
                });
    }

    int port() {
        return server.port();
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", headers);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** One read: answers are short. */
    static String answer(Socket socket) throws IOException {
        byte[] bytes = new byte[8_192];
        int length = socket.getInputStream().read(bytes);
        return new String(bytes, 0, Math.max(length, 0), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.close();
    }
}
