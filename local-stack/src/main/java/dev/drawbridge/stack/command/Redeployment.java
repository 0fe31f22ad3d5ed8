package dev.drawbridge.stack.command;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.apply.ConnectorRollout;
import dev.drawbridge.ops.database.Slot;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.kafka.SinkGroup;
import dev.drawbridge.stack.component.Stack;
import dev.drawbridge.stack.demo.Deployer;
import dev.drawbridge.stack.demo.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Changes the sample's connectors in a stack that is up. After a change the old tasks go on for a moment, so "it works" means here
 * that somebody else than before reads the slot, and somebody else than before is in the consumer group.
 */
public final class Redeployment implements Deployer {
    private static final Duration TIMEOUT = Duration.ofMinutes(4);

    private final Stack stack;
    private final Sample sample;
    private final ConnectorRollout rollout;

    public Redeployment(Stack stack) throws IOException {
        this.stack = stack;
        this.sample = Sample.of(stack.files());
        this.rollout = new ConnectorRollout(stack.connect.client(), TIMEOUT, (what, took) -> {});
    }

    @Override
    public ConnectorFile source() throws IOException, InterruptedException {
        return deployed(sample.context().source().name());
    }

    @Override
    public ConnectorFile sink() throws IOException, InterruptedException {
        return deployed(sample.readModel().sink().name());
    }

    private ConnectorFile deployed(String name) throws IOException, InterruptedException {
        Map<String, String> options = stack.connect.client().configs().get(name);
        if (options == null) {
            throw new ActionRequiredException("Connector " + name + " is not deployed; run ./drawbridge up --detach.");
        }
        return new ConnectorFile(name, options);
    }

    @Override
    public void deploySource(ConnectorFile connector) throws Exception {
        boolean changes = !connector.equals(source());
        if (changes || !isRunning(connector)) {
            Slot slot = stack.postgres.slot(connector);
            OptionalInt before = changes ? slot.reader() : OptionalInt.empty();
            rollout.deploy(
                    connector, () -> slot.reader().isPresent() && !slot.reader().equals(before));
        }
    }

    @Override
    public void deploySink(ConnectorFile connector) throws Exception {
        boolean changes = !connector.equals(sink());
        SinkGroup group = new SinkGroup(stack.broker.access(), connector);
        if (changes) {
            group.rememberDeparted();
        }
        if (changes || !isRunning(connector)) {
            rollout.deploy(connector, group::isConsuming);
        }
    }

    /** One that was stopped for a change that was cut short has its settings, and does nothing. */
    private boolean isRunning(ConnectorFile connector) throws IOException, InterruptedException {
        return stack.connect.client().isRunning(connector.name());
    }
}
