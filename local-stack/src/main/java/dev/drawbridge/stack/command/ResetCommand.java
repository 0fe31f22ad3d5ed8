package dev.drawbridge.stack.command;

import dev.drawbridge.stack.process.Home;
import dev.drawbridge.stack.process.StartLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stops everything and wipes data, logs and passwords; what was built stays. */
@Command(name = "reset", description = "Stop everything and wipe data, logs and passwords, after asking.")
final class ResetCommand implements Callable<Integer> {
    private final Local local;

    ResetCommand(Local local) {
        this.local = local;
    }

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask")
    private boolean yes;

    @Override
    public Integer call() throws Exception {
        Home home = local.home();
        if (!yes && !confirmed(home)) {
            System.out.println("Nothing was changed.");
            return 1;
        }
        StartLock.whileHolding(home, () -> {
            local.stack(Local.LINES).down();
            wipe(home);
        });
        System.out.println("Wiped. ./drawbridge up starts afresh.");
        return 0;
    }

    private void wipe(Home home) throws IOException {
        for (Path path : List.of(
                home.root().resolve("data"),
                home.root().resolve("logs"),
                home.root().resolve("run"),
                local.environmentFile(),
                home.secrets())) {
            Home.delete(path);
        }
    }

    private static boolean confirmed(Home home) throws IOException {
        System.out.print("Wipe all data, events, documents and passwords under " + home.root() + "? [y/N] ");
        System.out.flush();
        String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return answer != null && answer.strip().matches("(?i)y(es)?");
    }
}
