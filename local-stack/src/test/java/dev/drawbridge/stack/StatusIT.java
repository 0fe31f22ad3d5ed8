package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.stack.process.Home;
import dev.drawbridge.stack.process.ProcessRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** status says that all is well only when the whole journey is there. */
@UsesStack
class StatusIT {

    @Test
    void aConnectorThatIsNotDeployedIsNamed(TestStack stack) throws Exception {
        ConnectApi client = stack.stack.connect.client();
        String sink = stack.sink().name();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            client.delete(sink); // refused while the worker is busy
            return !client.get("/connectors").toString().contains(sink);
        });
        Launcher without = Launcher.start(stack, "status");
        assertThat(without.exitCode()).as(without.output()).isEqualTo(3);
        assertThat(without.output()).containsPattern(sink + " +not deployed").contains("drawbridge apply deploys it.");

        stack.stack.up();
        Launcher with = Launcher.start(stack, "status");
        assertThat(with.exitCode()).as(with.output()).isZero();
        assertThat(with.output()).doesNotContain("not deployed");
    }

    @Test
    void aKilledLauncherIsForgottenOnceAllIsDown(TestStack stack, @TempDir Path folder) throws Exception {
        Home home = Home.at(folder);
        new ProcessRecord(Integer.MAX_VALUE, "another-boot/1", 0).write(home.run("launcher"));
        assertThat(output(stack, home, "status")).contains("was killed");
        assertThat(output(stack, home, "down")).contains("Nothing is running.");
        assertThat(output(stack, home, "status")).doesNotContain("was killed");
    }

    private static String output(TestStack stack, Home home, String command) throws Exception {
        Launcher launcher = Launcher.start(stack.distribution, home, Map.of(), command);
        launcher.exitCode();
        return launcher.output();
    }
}
