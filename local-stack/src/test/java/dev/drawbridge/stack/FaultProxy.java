package dev.drawbridge.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Stands between a sink and a real Elasticsearch and does to bulks what networks and overloaded clusters do. What it lets
 * through is answered by the real server.
 */
final class FaultProxy implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STALL_MS = 1_500;

    enum Fault {
        NONE,
        TOO_MANY_REQUESTS,
        UNAVAILABLE,
        RESET_BEFORE_WORK,
        ANSWER_LOST_AFTER_WORK,
        HALF_AN_ANSWER,
        STALL,
        ITEMS_REFUSED
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI elasticsearch;
    private final Random random;
    private final int faultsPerCent;
    private int turn;
    private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);

    FaultProxy(URI elasticsearch, int faultsPerCent, long seed) throws IOException {
        this.elasticsearch = elasticsearch;
        this.faultsPerCent = faultsPerCent;
        this.random = new Random(seed);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized Map<Fault, Integer> injected() {
        return new EnumMap<>(injected);
    }

    private synchronized Fault next(HttpExchange exchange) {
        boolean bulk = exchange.getRequestURI().getPath().endsWith("/_bulk");
        Fault fault = bulk && random.nextInt(100) < faultsPerCent
                ? Fault.values()[1 + turn++ % (Fault.values().length - 1)]
                : Fault.NONE;
        if (bulk) {
            injected.merge(fault, 1, Integer::sum);
        }
        return fault;
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            answer(exchange, next(exchange), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            exchange.close(); // Elasticsearch is down: so is what stands before it
        }
    }

    private void answer(HttpExchange exchange, Fault fault, byte[] body) throws IOException, InterruptedException {
        switch (fault) {
            case NONE -> pass(exchange, forward(exchange, body));
            case TOO_MANY_REQUESTS -> respond(exchange, 429, new byte[0]);
            case UNAVAILABLE -> respond(exchange, 503, "<html>busy</html>".getBytes(UTF_8));
            case RESET_BEFORE_WORK -> exchange.close();
            case ANSWER_LOST_AFTER_WORK -> {
                forward(exchange, body);
                exchange.close();
            }
            case HALF_AN_ANSWER -> half(exchange, forward(exchange, body).body());
            case STALL -> {
                forward(exchange, body);
                TimeUnit.MILLISECONDS.sleep(STALL_MS);
                exchange.close();
            }
            case ITEMS_REFUSED -> refuseItems(exchange, body);
        }
    }

    /** Every third document or so is refused as an overloaded node would, the others reach Elasticsearch. */
    private void refuseItems(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        List<String> kept = new ArrayList<>();
        List<Boolean> refused = new ArrayList<>();
        String[] lines = new String(body, UTF_8).split("\n", -1);
        for (int i = 0; i + 1 < lines.length; ) {
            int length = lines[i].startsWith("{\"delete\"") ? 1 : 2;
            refused.add(refuses());
            if (!refused.get(refused.size() - 1)) {
                kept.addAll(List.of(lines).subList(i, i + length));
            }
            i += length;
        }
        ArrayNode items = JSON.createArrayNode();
        JsonNode done = JSON.createArrayNode();
        if (!kept.isEmpty()) {
            HttpResponse<byte[]> answer = forward(exchange, (String.join("\n", kept) + "\n").getBytes(UTF_8));
            if (answer.statusCode() != 200) {
                pass(exchange, answer);
                return;
            }
            done = JSON.readTree(answer.body()).get("items");
        }
        int next = 0;
        for (boolean isRefused : refused) {
            items.add(isRefused ? refusal() : done.get(next++));
        }
        respond(exchange, 200, JSON.writeValueAsBytes(JSON.createObjectNode().set("items", items)));
    }

    private synchronized boolean refuses() {
        return random.nextInt(3) == 0;
    }

    private static ObjectNode refusal() {
        ObjectNode item = JSON.createObjectNode();
        item.putObject("index").put("status", 429).putObject("error").put("type", "es_rejected_execution_exception");
        return item;
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                elasticsearch.resolve(exchange.getRequestURI().toString()));
        Headers headers = exchange.getRequestHeaders();
        for (String name : List.of("Authorization", "Content-Type", "Accept")) {
            if (headers.containsKey(name)) {
                request.header(name, headers.getFirst(name));
            }
        }
        return http.send(
                request.method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static void pass(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        respond(exchange, answer.statusCode(), answer.body());
    }

    private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        head(exchange);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static void half(HttpExchange exchange, byte[] body) throws IOException {
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
