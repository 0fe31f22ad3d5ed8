package dev.drawbridge.bench;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Signals to processes under test. */
final class Signals {
    private Signals() {}

    /** The command with SIGINT as in a terminal: a shell that starts Maven in the background hands it on ignored. */
    static List<String> command(String... command) {
        return Stream.concat(Stream.of("env", "--default-signal=INT"), Stream.of(command))
                .toList();
    }

    static void send(String signal, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start().waitFor();
    }
}
