package dev.drawbridge.stack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The folder a stack keeps everything in: data, logs, records of its processes, and the secrets file. */
public record Home(Path root) {

    /** Creates the folder and those in it. */
    public static Home at(Path root) {
        try {
            Files.createDirectories(root);
            Home home = new Home(root.toRealPath());
            Files.createDirectories(home.root.resolve("data"));
            Files.createDirectories(home.root.resolve("logs"));
            Files.createDirectories(home.root.resolve("run"));
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path data(String component) {
        return root.resolve("data").resolve(component);
    }

    public Path log(String component) {
        return root.resolve("logs").resolve(component + ".log");
    }

    public Path run(String file) {
        return root.resolve("run").resolve(file);
    }

    public Path secrets() {
        return root.resolve("secrets.properties");
    }

    /** Removes a file or a folder with all that is in it; one that is not there is no error. */
    public static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
