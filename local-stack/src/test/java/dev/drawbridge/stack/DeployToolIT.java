package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.ops.command.ConnectConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The reference connectors, checked and applied by the documented tool against a real worker. */
@ExtendWith(TestStack.Extension.class)
class DeployToolIT {

    @Test
    void theReferenceFilesAreFoundSoundAndAreAppliedWithoutAChange(TestStack stack, @TempDir Path folder)
            throws Exception {
        Path environment = environment(stack, folder);
        for (String file : new String[] {"contexts/orders/source.json", "readmodels/order-search/sink.json"}) {
            Path connector = stack.distribution.connectConfig().resolve(file);
            assertThat(run("check", connector, environment)).as("check " + file).isZero();
            assertThat(run("apply", connector, environment)).as("apply " + file).isZero();
        }
        assertThat(stack.stack.connect.client().isRunning("orders-outbox")).isTrue();
    }

    /** The local one, with what this stack has in place of the defaults. */
    private static Path environment(TestStack stack, Path folder) throws Exception {
        Path local = stack.distribution.connectConfig().resolve("environments/local.properties");
        Stream<String> kept = Files.readAllLines(local).stream()
                .filter(line -> !line.matches("(postgres.port|elasticsearch.url|connect.url)=.*"));
        Stream<String> ours = Stream.of(
                "postgres.port=" + stack.stack.postgres.port(),
                "elasticsearch.url=" + stack.stack.elasticsearch.uri(),
                "connect.url=" + stack.stack.connect.uri(),
                "secrets.file=" + stack.home.secrets());
        return Files.write(
                folder.resolve("this.properties"), Stream.concat(kept, ours).toList());
    }

    private static int run(String step, Path connector, Path environment) {
        return new CommandLine(new ConnectConfig())
                .execute(step, connector.toString(), "--environment", environment.toString());
    }
}
