package dev.drawbridge.ops.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.environment.HttpAccess;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.http.HttpEndpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Kafka Connect's REST API, typed, as far as it is needed. Thread-safe. */
public final class ConnectApi {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int UNKNOWN = 404;

    private final HttpEndpoint http;

    public ConnectApi(HttpAccess access) {
        this.http = new HttpEndpoint(access);
    }

    /** A worker that asks for no credentials. */
    public ConnectApi(URI worker) {
        this(HttpAccess.of(worker));
    }

    /** What Connect and the connector find wrong with it: one line per finding, {@code key: message}. */
    public List<String> validate(ConnectorFile connector) throws IOException, InterruptedException {
        return validate(named(connector));
    }

    /** The same of a configuration that holds its {@code name}, which Connect demands here. */
    public List<String> validate(Map<String, String> config) throws IOException, InterruptedException {
        String plugin = encode(Objects.requireNonNullElse(config.get("connector.class"), ""));
        String body = json(config);
        ConnectAnswer answer = send(
                "/connector-plugins/" + plugin + "/config/validate",
                request -> request.PUT(BodyPublishers.ofString(body)));
        return answer.status() == 200 ? answer.findings() : List.of(answer.message());
    }

    /**
     * Creates or reconfigures; a connector that has this very configuration is left alone, because putting it again would
     * restart its tasks.
     *
     * @throws ActionRequiredException with Connect's own message when it refuses
     * @throws IOException when the worker does not answer, or is rebalancing: the same call may go through later
     */
    public void put(ConnectorFile connector) throws IOException, InterruptedException {
        if (has(connector)) {
            return;
        }
        String body = json(connector.config());
        ConnectAnswer answer = send(config(connector.name()), request -> request.PUT(BodyPublishers.ofString(body)))
                .unlessBusy();
        if (!answer.isSuccess()) {
            throw new ActionRequiredException("Connect refuses connector '" + connector.name() + "' (HTTP "
                    + answer.status() + "): " + answer.message());
        }
    }

    /** Whether a connector of this name is deployed with this very configuration. */
    public boolean has(ConnectorFile connector) throws IOException, InterruptedException {
        return ofConnector(config(connector.name())).equals(JSON.valueToTree(named(connector)));
    }

    private static String config(String connector) {
        return "/connectors/" + encode(connector) + "/config";
    }

    /** As Connect gives it back: with the name as one of the options. */
    private static Map<String, String> named(ConnectorFile connector) {
        return connector.with(Map.of("name", connector.name())).config();
    }

    /** Removes a connector, if there is one; its offsets stay. Errors as with {@link #stop}. */
    public void delete(String connector) throws IOException, InterruptedException {
        send("/connectors/" + encode(connector), HttpRequest.Builder::DELETE).unlessBusy();
    }

    /**
     * Ends the tasks of a connector; offsets and configuration stay. Returns before they have ended.
     *
     * @throws IOException when the worker does not answer, or is rebalancing: the same call may go through later
     */
    public void stop(String connector) throws IOException, InterruptedException {
        change(connector, "stop");
    }

    /** Lets a stopped or paused connector run again; errors as with {@link #stop}. */
    public void resume(String connector) throws IOException, InterruptedException {
        change(connector, "resume");
    }

    private void change(String connector, String action) throws IOException, InterruptedException {
        send("/connectors/" + encode(connector) + "/" + action, request -> request.PUT(BodyPublishers.noBody()))
                .unlessBusy();
    }

    /** Restarts the connector and the tasks of it that have failed; errors as with {@link #stop}. */
    public void restartFailed(String connector) throws IOException, InterruptedException {
        restart(connector, true);
    }

    /** Restarts the connector and all its tasks, whatever Connect says of them; errors as with {@link #stop}. */
    public void restart(String connector) throws IOException, InterruptedException {
        restart(connector, false);
    }

    private void restart(String connector, boolean onlyFailed) throws IOException, InterruptedException {
        send(
                        "/connectors/" + encode(connector) + "/restart?includeTasks=true&onlyFailed=" + onlyFailed,
                        request -> request.POST(BodyPublishers.noBody()))
                .unlessBusy();
    }

    /**
     * The configurations of all connectors of the cluster, by name, as they are deployed: with references in place of secrets.
     *
     * @throws IOException when the worker does not answer, or not with success
     */
    public Map<String, Map<String, String>> configs() throws IOException, InterruptedException {
        JsonNode connectors = send("/connectors?expand=info", HttpRequest.Builder::GET)
                .successful()
                .json();
        Map<String, Map<String, String>> configs = new TreeMap<>();
        connectors.properties().forEach(connector -> {
            Map<String, String> config = new TreeMap<>();
            connector.getValue().at("/info/config").properties().forEach(option -> {
                // an option that is null is none
                if (!option.getValue().isNull()) {
                    config.put(option.getKey(), option.getValue().asText());
                }
            });
            configs.put(connector.getKey(), config);
        });
        return configs;
    }

    /**
     * Connect's status document of a connector: {@code connector.state}, {@code tasks[].state}, {@code tasks[].trace}; without
     * these when there is no such connector.
     */
    public JsonNode status(String connector) throws IOException, InterruptedException {
        return ofConnector("/connectors/" + encode(connector) + "/status");
    }

    private JsonNode ofConnector(String path) throws IOException, InterruptedException {
        ConnectAnswer answer = send(path, HttpRequest.Builder::GET);
        return answer.status() == UNKNOWN ? answer.json() : answer.successful().json();
    }

    /**
     * The Kafka cluster in which Connect keeps its topics.
     *
     * @throws ActionRequiredException when Connect does not say it
     */
    public String kafkaClusterId() throws IOException, InterruptedException {
        String id = get("/").path("kafka_cluster_id").asText();
        if (id.isEmpty()) {
            throw new ActionRequiredException("What answers at " + url()
                    + " does not say which Kafka cluster it works on; nothing was done. Correct connect.url of the"
                    + " environment, or let GET / through to the worker.");
        }
        return id;
    }

    /** True when the connector and at least one task run and nothing of it has failed. */
    public boolean isRunning(String connector) throws IOException, InterruptedException {
        JsonNode status = status(connector);
        boolean tasksRun = !status.path("tasks").isEmpty();
        for (JsonNode task : status.path("tasks")) {
            tasksRun &= task.path("state").asText().equals("RUNNING");
        }
        return tasksRun && status.path("connector").path("state").asText().equals("RUNNING");
    }

    /**
     * Any GET of the API, parsed.
     *
     * @throws IOException when the worker does not answer, or not with success, or it is not Connect that does
     */
    public JsonNode get(String path) throws IOException, InterruptedException {
        return send(path, HttpRequest.Builder::GET).successful().json();
    }

    /** For messages. */
    URI url() {
        return http.url();
    }

    private ConnectAnswer send(String path, UnaryOperator<HttpRequest.Builder> request)
            throws IOException, InterruptedException {
        try {
            return new ConnectAnswer(http.url(), http.send(path, TIMEOUT, request)).authorized();
        } catch (ConnectException | HttpTimeoutException e) { // come without the address
            throw (IOException) new ConnectException("Kafka Connect does not answer at " + http.url()).initCause(e);
        }
    }

    private static String json(Map<String, String> config) throws JsonProcessingException {
        return JSON.writeValueAsString(config);
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
