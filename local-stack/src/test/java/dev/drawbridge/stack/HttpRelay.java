package dev.drawbridge.stack;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server in front of Elasticsearch that can pass requests on to it, and answer in its manner. Thread-safe. */
final class HttpRelay implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI elasticsearch;
    private final Map<String, String> authorizations = new ConcurrentHashMap<>();

    HttpRelay(URI elasticsearch, HttpHandler handler) throws IOException {
        this.elasticsearch = elasticsearch;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** By what an Authorization header is replaced before Elasticsearch sees it; others are passed on. */
    Map<String, String> authorizations() {
        return authorizations;
    }

    HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        return forward(exchange, exchange.getRequestURI().toString(), body);
    }

    /** @param target path and query in place of those that came */
    HttpResponse<byte[]> forward(HttpExchange exchange, String target, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(elasticsearch.resolve(target));
        Headers headers = exchange.getRequestHeaders();
        for (String name : List.of("Authorization", "Content-Type", "Accept")) {
            if (headers.containsKey(name)) {
                String value = headers.getFirst(name);
                request.header(name, authorizations.getOrDefault(value, value));
            }
        }
        return http.send(
                request.method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    static void pass(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        respond(exchange, answer.statusCode(), answer.body());
    }

    static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        head(exchange);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    /** As Elasticsearch refuses a request before it looks at it. */
    static void tooLarge(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(413, -1);
        exchange.close();
    }

    static void half(HttpExchange exchange, byte[] body) throws IOException {
        head(exchange);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body, 0, body.length / 2);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private static void head(HttpExchange exchange) {
        exchange.getResponseHeaders().add("X-Elastic-Product", "Elasticsearch");
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.elasticsearch+json;compatible-with=8");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
