package dev.drawbridge.stack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder in which a component's data is made before it is moved to its place, so that it is there whole or not at all. Each
 * launcher makes its own: the tool that a killed launcher has started may still be writing to the last one's.
 */
public final class StagingDirectory {
    private static final String MARK = ".new-";

    private StagingDirectory() {}

    /** An empty folder beside {@code data}; removes those of launchers that have ended, as far as nobody writes to them. */
    public static Path at(Path data) throws IOException {
        try (DirectoryStream<Path> earlier =
                Files.newDirectoryStream(data.getParent(), data.getFileName() + MARK + "*")) {
            for (Path folder : earlier) {
                removeIfLeft(folder);
            }
        }
        return Files.createDirectory(data.resolveSibling(
                data.getFileName() + MARK + ProcessHandle.current().pid()));
    }

    private static void removeIfLeft(Path folder) {
        try {
            Home.delete(folder);
        } catch (IOException | UncheckedIOException e) {
            // still written to; the next attempt finds it
        }
    }
}
