package dev.drawbridge.ops.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.drawbridge.ops.files.ConnectorFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code apply} would send to Connect: references to secrets stay references. */
@Command(
        name = "render",
        description = "Print the configurations that would be sent, as PUT /connectors/NAME/config takes them.")
final class RenderCommand implements Callable<Integer> {
    private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();

    @Mixin
    private EnvironmentOptions options = new EnvironmentOptions();

    @Mixin
    private ConnectorChoice choice = new ConnectorChoice();

    @Option(names = "--to", paramLabel = "FOLDER", description = "Write NAME.json for each connector there instead.")
    private @Nullable Path folder;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<ConnectorFile> connectors = choice.of(options.files());
        Path to = folder;
        for (ConnectorFile connector : connectors) {
            String config = JSON.writeValueAsString(new TreeMap<>(connector.config()));
            if (to == null) {
                out.println(config);
            } else {
                Files.createDirectories(to);
                out.println(Files.writeString(to.resolve(connector.name() + ".json"), config + "\n"));
            }
        }
        out.flush();
        return ExitCode.OK;
    }
}
