package dev.drawbridge.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Renders, checks or applies one connector file against an environment. */
@Command(
        name = "connect-config",
        mixinStandardHelpOptions = true,
        description = "Deploys a connector file over Connect's REST API.")
public final class ConnectConfig implements Callable<Integer> {
    enum Step {
        render,
        check,
        apply
    }

    @Parameters(
            index = "0",
            description = "render (print what would be sent), check (ask Connect to validate it), apply")
    private Step step = Step.render;

    @Parameters(index = "1", description = "A connector file, such as contexts/orders/source.json")
    private Path file = Path.of("");

    @Option(names = "--environment", required = true, description = "A file under environments/")
    private Path environment = Path.of("");

    @Option(
            names = "--connect",
            defaultValue = "http://127.0.0.1:8083",
            description = "The worker's REST API (${DEFAULT-VALUE})")
    private URI connect = URI.create("http://127.0.0.1:8083");

    public static void main(String[] args) {
        System.exit(new CommandLine(new ConnectConfig())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println(e.getMessage());
                    return 1;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        ConnectorFile connector = ConnectorFile.read(file, Environment.read(environment));
        PrintWriter out = new PrintWriter(System.out, true, java.nio.charset.StandardCharsets.UTF_8);
        if (step == Step.render) {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(connector.config()));
            return 0;
        }
        ConnectClient client = new ConnectClient(connect);
        List<String> findings = client.validate(connector);
        findings.forEach(out::println);
        if (findings.isEmpty() && step == Step.apply) {
            client.put(connector);
        }
        return findings.isEmpty() ? 0 : 1;
    }
}
