package dev.drawbridge.stack.component;

import dev.drawbridge.stack.process.ProcessRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * PostgreSQL's note of the server that runs on a data folder. It knows the pid alone: after a reboot, or in a container that
 * was started again, the server takes whoever has that pid by now for its predecessor, and refuses to start.
 */
final class PostmasterFile {
    private final Path data;
    private final Path file;

    PostmasterFile(Path data) {
        this.data = data;
        this.file = data.resolve("postmaster.pid");
    }

    /**
     * Removes the note if a process has its pid that is certainly no server of this folder. With nobody there it stays: the
     * server then looks for sessions of the last one before it removes it.
     *
     * @param recorded the server that was started last, as far as it is known
     */
    void removeIfStale(Optional<ProcessRecord> recorded) throws IOException {
        Optional<Long> pid = pid();
        if (pid.flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive).isPresent()
                && isSomebodyElses(pid.get(), recorded)) {
            Files.delete(file);
        }
    }

    private Optional<Long> pid() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst()
                    .filter(line -> line.matches("[1-9][0-9]{0,9}"))
                    .map(Long::valueOf);
        }
    }

    /** A server's working directory is its data folder; where that cannot be asked for, its start time must tell. */
    private boolean isSomebodyElses(long pid, Optional<ProcessRecord> recorded) {
        try {
            return !Files.isSameFile(Path.of("/proc/" + pid + "/cwd"), data);
        } catch (IOException e) {
            return recorded.filter(server -> server.pid() == pid)
                    .filter(server -> server.process().isEmpty())
                    .isPresent();
        }
    }
}
