package dev.drawbridge.sink.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.drawbridge.sink.elastic.http.Connection;
import dev.drawbridge.sink.elastic.http.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/**
 * A real HTTP server that answers bulks as it is told, with bodies as a real 8.19 gave them. What Elasticsearch itself does is
 * not its business.
 */
public final class ScriptedElasticsearch implements AutoCloseable {

    /** A request as it arrived, body decompressed. */
    public record Received(
            String line, String authorization, String userAgent, String contentType, String accept, String body) {}

    private interface Step {
        void answer(HttpExchange exchange) throws IOException;
    }

    public final List<Received> bulks = Collections.synchronizedList(new ArrayList<>());
    public final List<Received> others = Collections.synchronizedList(new ArrayList<>());
    public final Set<String> indices = ConcurrentHashMap.newKeySet();
    private static final String CHECKPOINTS = "drawbridge-sink-checkpoints";
    /** Whether checkpoints say that all was seen that tests deliver, wherever Connect goes on; or nothing is known of the index. */
    public volatile boolean checkpoints = true;
    /** How many shards of two are there. */
    public volatile int shards = 2;
    /** How many documents an index says that it holds. */
    public volatile int documents;

    public final Set<String> aliases = ConcurrentHashMap.newKeySet();
    public final Set<String> dataStreams = ConcurrentHashMap.newKeySet();
    /** What an index says of itself, beside being there. */
    public volatile String uuid = "first";
    /** Empty for an index that was never restored. */
    public volatile String historyUuid = "";

    /** What documents go through; none of them exists. */
    public volatile String pipeline = "_none";

    public volatile String mapping = "{\"dynamic\":\"false\"}";
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Queue<Step> script = new ConcurrentLinkedQueue<>();
    private final HttpServer server;
    private int headStatus;

    public ScriptedElasticsearch() throws IOException {
        this(0);
    }

    public ScriptedElasticsearch(int port) throws IOException {
        indices.add(CHECKPOINTS);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newCachedThreadPool(runnable -> {
            Thread thread = new Thread(runnable);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public Connection connection() {
        return connection(false, List.of(URI.create(url())));
    }

    public static Connection connection(boolean compression, List<URI> nodes) {
        return new Connection(
                nodes,
                Credentials.NONE,
                Map.of(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                1,
                compression,
                "drawbridge-es-sink/test");
    }

    /** Answers the next bulk item by item, such as {@code "201", "429 es_rejected_execution_exception"}. */
    public ScriptedElasticsearch thenItems(String... results) {
        return thenStatus(200, items(results));
    }

    public ScriptedElasticsearch thenStatus(int status, String body) {
        script.add(exchange -> respond(exchange, status, body));
        return this;
    }

    /** Waits for {@code gate} before it answers. */
    public ScriptedElasticsearch thenStatusAfter(CountDownLatch gate, int status, String body) {
        script.add(after(gate, exchange -> respond(exchange, status, body)));
        return this;
    }

    public ScriptedElasticsearch thenDropConnection() {
        script.add(HttpExchange::close);
        return this;
    }

    public ScriptedElasticsearch thenCutAnswerShort() {
        script.add(exchange -> {
            exchange.getResponseHeaders().add("X-Elastic-Product", "Elasticsearch");
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"items\":[{\"index\":{\"status\":201}}".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            exchange.close();
        });
        return this;
    }

    public ScriptedElasticsearch thenStaySilent() {
        script.add(after(closed, HttpExchange::close));
        return this;
    }

    private static Step after(CountDownLatch gate, Step step) {
        return exchange -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            step.answer(exchange);
        };
    }

    public void answerHeadsWith(int status) {
        headStatus = status;
    }

    private static String items(String... results) {
        StringBuilder body = new StringBuilder("{\"errors\":true,\"took\":7,\"items\":[");
        Arrays.stream(results).forEach(result -> body.append(item(result)).append(','));
        body.setLength(body.length() - 1);
        return body.append("]}").toString();
    }

    private static String item(String result) {
        String[] parts = result.split(" ", -1);
        String error = parts.length == 1
                ? ""
                : ",\"error\":{\"type\":\"" + parts[1]
                        + "\",\"reason\":\"Preview of field's value: 'hunter2'\",\"caused_by\":{\"type\":\"number_format_exception\","
                        + "\"reason\":\"hunter2\",\"caused_by\":{\"type\":\"deeper\"}}}";
        return "{\"index\":{\"_index\":\"orders-000001\",\"_id\":\"x\",\"_shards\":{\"total\":1},\"status\":" + parts[0]
                + error + "}}";
    }

    private void handle(HttpExchange exchange) throws IOException {
        Received received = receive(exchange);
        if (!exchange.getRequestURI().getPath().equals("/_bulk")) {
            others.add(received);
            String index = exchange.getRequestURI().getPath().replaceAll("^/|/_.*", "");
            if (exchange.getRequestURI().getPath().endsWith("/_mget")) {
                respond(exchange, 200, stored(received.body()));
                return;
            }
            if (received.line().startsWith("POST ") && indices.contains(index)) {
                respond(
                        exchange,
                        200,
                        "{\"_shards\":{\"total\":2,\"successful\":" + shards + "},\"hits\":{\"hits\":["
                                + (documents > 0 ? "{\"_id\":\"x\"}" : "") + "]}}");
                return;
            }
            if (received.line().startsWith("GET ") && (indices.contains(index) || dataStreams.contains(index))) {
                respond(exchange, 200, about(index, received.line()));
                return;
            }
            exchange.getResponseHeaders().add("X-Elastic-Product", "Elasticsearch");
            exchange.sendResponseHeaders(head(exchange.getRequestURI().getPath()), -1);
            exchange.close();
            return;
        }
        bulks.add(received);
        Step step = script.poll();
        if (step != null) {
            step.answer(exchange);
        } else {
            long operations = received.body()
                    .lines()
                    .filter(line -> line.startsWith("{\"index\":{\"_index\"") || line.startsWith("{\"delete\""))
                    .count();
            String[] results = new String[(int) operations];
            Arrays.fill(results, "201");
            respond(exchange, 200, items(results));
        }
    }

    private String stored(String question) {
        String source =
                "{\"generation\":0,\"position\":1000000,\"seenUntil\":0,\"idleAt\":0,\"lastOffset\":-1,\"lastTimestamp\":-1,"
                        + "\"maxTimestamp\":-1}";
        String documents = question.replaceAll(".*\\[|\\].*", "")
                .replaceAll(
                        "(\"[^\"]*\")", "{\"_id\":$1,\"found\":" + isStored(question) + ",\"_source\":" + source + "}");
        return "{\"docs\":[" + documents + "]}";
    }

    /** The record of an index is there once it was written. */
    private boolean isStored(String question) {
        boolean asksForARecord = !question.contains("/");
        return checkpoints
                || (asksForARecord
                        && bulks.stream().anyMatch(bulk -> bulk.body().contains("\"version_type\":\"external\",")));
    }

    private String about(String index, String line) {
        String told = line.contains("/_mapping")
                ? "\"mappings\":" + mapping
                : "\"settings\":{\"index.uuid\":\"" + uuid + "\""
                        + (historyUuid.isEmpty() ? "" : ",\"index.history.uuid\":\"" + historyUuid + "\"") + "}";
        if (line.contains("_pipeline")) {
            told = "\"settings\":{\"index\":{\"default_pipeline\":\"" + pipeline + "\",\"final_pipeline\":\"_none\"}}";
        }
        String name = dataStreams.contains(index) ? ".ds-" + index + "-2026.11.28-000001" : index;
        return "{\"" + name + "\":{" + told + "}}";
    }

    private int head(String path) {
        if (headStatus != 0) {
            return headStatus;
        }
        if (path.startsWith("/_alias/")) {
            return aliases.contains(path.substring("/_alias/".length())) ? 200 : 404;
        }
        String name = path.substring(1);
        return indices.contains(name) || aliases.contains(name) || dataStreams.contains(name) ? 200 : 404;
    }

    private static Received receive(HttpExchange exchange) throws IOException {
        boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream raw = exchange.getRequestBody();
                InputStream in = gzip ? new GZIPInputStream(raw) : raw) {
            return new Received(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI() + (gzip ? " gzip" : ""),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    exchange.getRequestHeaders().getFirst("User-Agent"),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    String.join("|", exchange.getRequestHeaders().getOrDefault("Accept", List.of())),
                    new String(in.readAllBytes(), UTF_8));
        }
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().add("X-Elastic-Product", "Elasticsearch");
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    /** For tests that want the bodies in order. */
    public Queue<String> bodies() {
        Queue<String> bodies = new ArrayDeque<>();
        bulks.forEach(bulk -> bodies.add(bulk.body()));
        return bodies;
    }
}
