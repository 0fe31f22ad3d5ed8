package dev.drawbridge.ops.connect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.files.ConnectorFile;
import java.io.IOException;
import java.time.Duration;

/**
 * Brings a connector to the configuration of its file. One that changes is stopped first: Connect goes on for a moment to
 * report the tasks of the last configuration as RUNNING, and nothing distinguishes them from the new ones. Thread-safe.
 */
public final class Rollout {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String STOPPED = "STOPPED";

    private final ConnectApi client;

    public Rollout(ConnectApi client) {
        this.client = client;
    }

    /**
     * Applies the configuration. When this returns there is no task of an earlier one; tasks that have failed are restarted,
     * and a connector left stopped by a rollout that was cut short is resumed.
     *
     * @throws ActionRequiredException with Connect's own message when it refuses; what was there before goes on
     * @throws IOException when the worker does not answer or is busy: the same call may go through later
     */
    public void apply(ConnectorFile connector) throws IOException, InterruptedException {
        String name = connector.name();
        boolean replaces = !state(name).isEmpty() && !client.has(connector);
        try {
            if (replaces) {
                endTasks(name);
            }
            client.put(connector);
        } finally {
            // a worker that is rebalancing shows other states for a moment, so what was stopped here is known without
            // asking
            if (replaces || state(name).equals(STOPPED)) {
                client.resume(name);
            }
        }
        client.restartFailed(name);
    }

    private void endTasks(String connector) throws IOException, InterruptedException {
        client.stop(connector);
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!isStopped(connector)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the tasks of its last configuration do not end");
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private boolean isStopped(String connector) throws IOException, InterruptedException {
        JsonNode status = client.status(connector);
        return state(status).equals(STOPPED) && status.path("tasks").isEmpty();
    }

    /** Empty when there is no such connector. */
    private String state(String connector) throws IOException, InterruptedException {
        return state(client.status(connector));
    }

    private static String state(JsonNode status) {
        return status.path("connector").path("state").asText();
    }
}
