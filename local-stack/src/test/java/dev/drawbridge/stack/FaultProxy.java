package dev.drawbridge.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

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

    private final HttpRelay relay;
    private final Random random;
    private final int faultsPerCent;
    private int turn;
    private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);
    private int maxContentLength = Integer.MAX_VALUE;
    private int tooLarge;
    private volatile boolean down;
    private volatile Consumer<String> watcher = bulk -> {};

    FaultProxy(URI elasticsearch, int faultsPerCent, long seed) throws IOException {
        this.faultsPerCent = faultsPerCent;
        this.random = new Random(seed);
        relay = new HttpRelay(elasticsearch, this::handle);
    }

    String url() {
        return relay.url();
    }

    synchronized Map<Fault, Integer> injected() {
        return new EnumMap<>(injected);
    }

    /** Bodies with more bytes are refused as Elasticsearch does by {@code http.max_content_length}. */
    synchronized FaultProxy withMaxContentLength(int bytes) {
        maxContentLength = bytes;
        return this;
    }

    /** By what an Authorization header is replaced before Elasticsearch sees it; others are passed on. */
    Map<String, String> authorizations() {
        return relay.authorizations();
    }

    /** While down, every bulk is answered with 503. */
    void setDown(boolean down) {
        this.down = down;
    }

    /** Shows each bulk to {@code watcher} before anything is done to it, from several threads. */
    void watch(Consumer<String> watcher) {
        this.watcher = watcher;
    }

    /** How many requests were refused as too large. */
    synchronized int tooLarge() {
        return tooLarge;
    }

    private synchronized boolean isTooLarge(byte[] body) {
        tooLarge += body.length > maxContentLength ? 1 : 0;
        return body.length > maxContentLength;
    }

    private synchronized Fault next(HttpExchange exchange) {
        if (!isBulk(exchange)) {
            return Fault.NONE;
        }
        Fault fault = Fault.NONE;
        if (down) {
            fault = Fault.UNAVAILABLE;
        } else if (random.nextInt(100) < faultsPerCent) {
            fault = Fault.values()[1 + turn++ % (Fault.values().length - 1)];
        }
        injected.merge(fault, 1, Integer::sum);
        return fault;
    }

    private static boolean isBulk(HttpExchange exchange) {
        return exchange.getRequestURI().getPath().endsWith("/_bulk");
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (isBulk(exchange)) {
            watcher.accept(new String(body, UTF_8));
        }
        try {
            if (isTooLarge(body)) {
                HttpRelay.tooLarge(exchange);
                return;
            }
            answer(exchange, next(exchange), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            exchange.close(); // Elasticsearch is down: so is what stands before it
        }
    }

    private void answer(HttpExchange exchange, Fault fault, byte[] body) throws IOException, InterruptedException {
        switch (fault) {
            case NONE -> HttpRelay.pass(exchange, relay.forward(exchange, body));
            case TOO_MANY_REQUESTS -> HttpRelay.respond(exchange, 429, new byte[0]);
            case UNAVAILABLE -> HttpRelay.respond(exchange, 503, "<html>busy</html>".getBytes(UTF_8));
            case RESET_BEFORE_WORK -> exchange.close();
            case ANSWER_LOST_AFTER_WORK -> {
                relay.forward(exchange, body);
                exchange.close();
            }
            case HALF_AN_ANSWER ->
                HttpRelay.half(exchange, relay.forward(exchange, body).body());
            case STALL -> {
                relay.forward(exchange, body);
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
            HttpResponse<byte[]> answer = relay.forward(exchange, (String.join("\n", kept) + "\n").getBytes(UTF_8));
            if (answer.statusCode() != 200) {
                HttpRelay.pass(exchange, answer);
                return;
            }
            done = JSON.readTree(answer.body()).get("items");
        }
        int next = 0;
        for (boolean isRefused : refused) {
            items.add(isRefused ? refusal() : done.get(next++));
        }
        HttpRelay.respond(
                exchange, 200, JSON.writeValueAsBytes(JSON.createObjectNode().set("items", items)));
    }

    private synchronized boolean refuses() {
        return random.nextInt(3) == 0;
    }

    private static ObjectNode refusal() {
        ObjectNode item = JSON.createObjectNode();
        item.putObject("index").put("status", 429).putObject("error").put("type", "es_rejected_execution_exception");
        return item;
    }

    @Override
    public void close() {
        relay.close();
    }
}
