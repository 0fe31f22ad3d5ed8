package dev.drawbridge.stack.component;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.apply.ConnectorRollout;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.stack.process.Distribution;
import dev.drawbridge.stack.process.Home;
import dev.drawbridge.stack.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackStartTest {
    /** As when the worker is killed while "up" waits for a connector: that would wait for minutes. */
    @Test
    void nobodyWaitsForAConnectorWhoseWorkerHasDied(@TempDir Path folder) throws Exception {
        Ports ports = Ports.free();
        Broker broker = new Broker(new Distribution(folder), Home.at(folder), ports);
        ConnectWorker dead = new ConnectWorker(new Distribution(folder), Home.at(folder), ports, broker);
        ConnectorRollout rollout = new ConnectorRollout(dead.client(), Duration.ofMinutes(4), (what, took) -> {});
        ConnectorFile connector = new ConnectorFile("orders", Map.of());

        assertThatThrownBy(() -> rollout.deploy(
                        connector, () -> true, () -> ComponentStarter.demandAlive(List.of(dead), connector.name())))
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContainingAll("connect died while orders was starting", "./drawbridge up");
    }
}
