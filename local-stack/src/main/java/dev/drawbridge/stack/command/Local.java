package dev.drawbridge.stack.command;

import dev.drawbridge.ops.apply.StepListener;
import dev.drawbridge.stack.component.LocalEnvironment;
import dev.drawbridge.stack.component.Stack;
import dev.drawbridge.stack.process.Distribution;
import dev.drawbridge.stack.process.Home;
import dev.drawbridge.stack.process.Ports;
import dev.drawbridge.stack.process.RecordedPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What a local command works on.
 *
 * @param folder where the stack keeps everything; created when it is needed
 * @param dist what the build has put together
 * @param variables the environment variables of this call
 */
record Local(Path folder, Path dist, Map<String, String> variables) {
    static final StepListener SILENT = (what, took) -> {};
    static final StepListener LINES =
            (what, took) -> System.out.printf(Locale.ROOT, "  %-34s %6.1f s%n", what, took.toMillis() / 1000.0);

    Home home() {
        return Home.at(folder);
    }

    Path environmentFile() {
        return LocalEnvironment.file(home());
    }

    /** On the ports of this call's variables; as long as anything of the stack runs, those it was started on. */
    Stack stack(StepListener listener) throws IOException, InterruptedException {
        Home home = home();
        Ports ports = RecordedPorts.in(home).or(Ports.from(variables));
        return new Stack(new Distribution(dist.toAbsolutePath()), home, ports, listener);
    }
}
