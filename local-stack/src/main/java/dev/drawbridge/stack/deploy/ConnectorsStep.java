package dev.drawbridge.stack.deploy;

import dev.drawbridge.config.ConfigFileException;
import dev.drawbridge.config.ConnectClient;
import dev.drawbridge.config.ConnectorFile;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Source and sink connector: checked, put, and waited for until their tasks run. */
final class ConnectorsStep {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Place place;
    private final ConnectClient client;

    ConnectorsStep(Place place) {
        this.place = place;
        this.client = new ConnectClient(URI.create(place.settings().get("connect.url")));
    }

    void apply() throws IOException, InterruptedException {
        deploy(place.source());
        deploy(place.sink());
    }

    private void deploy(ConnectorFile connector) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String reason = "its tasks do not run yet";
        boolean put = false;
        while (System.nanoTime() < deadline) {
            try {
                if (!put) {
                    check(connector);
                    client.put(connector);
                    client.restartFailed(connector.name());
                    put = true;
                }
                if (client.isRunning(connector.name())) {
                    return;
                }
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage()); // a worker that has just joined its group may be busy
            }
            Thread.sleep(PAUSE.toMillis());
        }
        throw new ConfigFileException("connector " + connector.name() + " does not run: " + reason
                + "; see GET /connectors/" + connector.name() + "/status.");
    }

    private void check(ConnectorFile connector) throws IOException, InterruptedException {
        List<String> findings =
                client.validate(connector.with(Map.of("name", connector.name())).config()); // Connect demands it here
        if (!findings.isEmpty()) {
            throw new ConfigFileException("connector " + connector.name() + ": " + String.join("; ", findings));
        }
    }
}
