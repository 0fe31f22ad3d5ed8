package dev.drawbridge.bench;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Signals to processes under test. */
final class Signals {
    private Signals() {}

    /**
     * The command with signals as in a terminal. What is ignored is inherited: SIGINT from a shell that starts Maven in the
     * background, SIGHUP from {@code nohup}.
     */
    static List<String> command(String... command) {
        return Stream.concat(Stream.of("env", "--default-signal=INT,TERM,HUP"), Stream.of(command))
                .toList();
    }

    static void send(String signal, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start().waitFor();
    }
}
