package dev.drawbridge.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Elasticsearch behind a path, and a gateway in front of it that may answer in its place; a second host records what it is sent. */
final class Gateway implements AutoCloseable {
    static final String PATH = "/search/es";

    enum Mode {
        PASS,
        REDIRECT,
        FORBIDDEN,
        PAGE
    }

    private final HttpRelay relay;
    private final HttpServer stranger;
    private final Queue<String> strangerReceived = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile Mode mode = Mode.PASS;
    private volatile int redirect = 307;

    Gateway(URI elasticsearch) throws IOException {
        relay = new HttpRelay(elasticsearch, this::handle);
        stranger = HttpServer.create(new InetSocketAddress("127.0.0.2", 0), 0);
        stranger.createContext("/", exchange -> {
            strangerReceived.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        stranger.start();
    }

    URI uri() {
        return URI.create(relay.url());
    }

    String stranger() {
        return "127.0.0.2:" + stranger.getAddress().getPort();
    }

    /** What redirects lead to has been sent. */
    Queue<String> strangerReceived() {
        return strangerReceived;
    }

    /** Counts what is answered from here. */
    void setMode(Mode mode) {
        answered.set(0);
        this.mode = mode;
    }

    void setRedirect(int status) {
        redirect = status;
        setMode(Mode.REDIRECT);
    }

    /** How many requests were answered in the mode that is set. */
    int answered() {
        return answered.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        answered.incrementAndGet();
        switch (mode) {
            case PASS -> pass(exchange, body);
            case REDIRECT -> {
                exchange.getResponseHeaders().add("Location", "http://" + stranger() + exchange.getRequestURI());
                respond(exchange, redirect, "text/html", "<html>moved</html>");
            }
            case FORBIDDEN ->
                respond(exchange, 403, "application/json", "{\"error\":{\"type\":\"security_exception\"}}");
            case PAGE -> respond(exchange, 200, "text/html", "<html>maintenance</html>");
        }
    }

    private void pass(HttpExchange exchange, byte[] body) throws IOException {
        String target = exchange.getRequestURI().toString();
        if (!target.startsWith(PATH + "/")) {
            respond(exchange, 404, "text/plain", "no such service");
            return;
        }
        try {
            HttpRelay.pass(exchange, relay.forward(exchange, target.substring(PATH.length()), body));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void respond(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        relay.close();
        stranger.stop(0);
    }
}
