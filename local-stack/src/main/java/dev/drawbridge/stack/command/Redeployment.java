package dev.drawbridge.stack.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.stack.component.Deployment;
import dev.drawbridge.stack.component.PostgresServer;
import dev.drawbridge.stack.component.Stack;
import dev.drawbridge.stack.demo.Deployer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Changes connectors of a stack that is up. After a change the old tasks go on for a moment, so "it works" means here that
 * somebody else than before reads the slot, and somebody else than before is in the consumer group.
 */
public final class Redeployment implements Deployer {
    private final Stack stack;
    private final Deployment deployment;

    public Redeployment(Stack stack) {
        this.stack = stack;
        this.deployment = new Deployment(stack.connect.client(), stack.broker, (what, took) -> {});
    }

    @Override
    public ConnectorFile source() throws IOException, InterruptedException {
        return deployed(stack.connect.source().name());
    }

    @Override
    public ConnectorFile sink() throws IOException, InterruptedException {
        return deployed(stack.connect.sink().name());
    }

    private ConnectorFile deployed(String name) throws IOException, InterruptedException {
        JsonNode config = stack.connect.client().get("/connectors/" + name + "/config");
        if (config.has("error_code")) {
            throw new ActionRequiredException("Connector " + name + " is not deployed; run ./drawbridge up --detach.");
        }
        Map<String, String> options = new TreeMap<>();
        config.properties()
                .forEach(
                        option -> options.put(option.getKey(), option.getValue().asText()));
        return new ConnectorFile(name, options);
    }

    @Override
    public void deploySource(ConnectorFile connector) throws Exception {
        boolean changes = !connector.equals(source());
        if (changes || !isRunning(connector)) {
            OptionalInt before = changes ? slotReader() : OptionalInt.empty();
            deployment.deploy(
                    connector, () -> slotReader().isPresent() && !slotReader().equals(before));
        }
    }

    @Override
    public void deploySink(ConnectorFile connector) throws Exception {
        boolean changes = !connector.equals(sink());
        if (changes) {
            deployment.rememberDeparted(connector.name());
        }
        if (changes || !isRunning(connector)) {
            deployment.deploy(connector, () -> deployment.isConsuming(connector.name()));
        }
    }

    /** One that was stopped for a change that was cut short has its settings, and does nothing. */
    private boolean isRunning(ConnectorFile connector) throws IOException, InterruptedException {
        return stack.connect.client().isRunning(connector.name());
    }

    /** The server process that streams the slot now. */
    private OptionalInt slotReader() throws SQLException {
        try (Connection connection = stack.postgres.dataSource("postgres").getConnection();
                var query = connection.prepareStatement(
                        "select active_pid from pg_replication_slots where active and slot_name = ?")) {
            query.setString(1, PostgresServer.SLOT);
            try (var rows = query.executeQuery()) {
                return rows.next() ? OptionalInt.of(rows.getInt(1)) : OptionalInt.empty();
            }
        }
    }
}
