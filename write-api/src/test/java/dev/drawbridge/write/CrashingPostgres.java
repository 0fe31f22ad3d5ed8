package dev.drawbridge.write;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL of its own that can be killed, and started again on what had reached its files. */
final class CrashingPostgres implements AutoCloseable {
    private final Path data;
    private EmbeddedPostgres running;

    CrashingPostgres(Path data) throws IOException {
        this.data = data;
        this.running = builder().start();
    }

    EmbeddedPostgres running() {
        return running;
    }

    /** SIGKILL to all of its processes, and a new start on the same port as a standby, which only reads. */
    void crashIntoStandby() {
        crash(true);
    }

    /** SIGKILL to all of its processes, and a new start on the same port. */
    void crash() {
        crash(false);
    }

    private void crash(boolean intoStandby) {
        try {
            ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(
                            Files.readAllLines(data.resolve("postmaster.pid")).get(0)))
                    .orElseThrow();
            List<ProcessHandle> all =
                    Stream.concat(Stream.of(postmaster), postmaster.children()).toList();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(process -> process.onExit().join());
            running.close(); // gives its lock of the folder back
            if (intoStandby) {
                Files.createFile(data.resolve("standby.signal"));
            }
            running = builder().setPort(running.getPort()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        running.close();
    }

    /** Only a commit writes the log to its file: what was not committed at the crash was never there. */
    private EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("wal_level", "logical")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("wal_writer_delay", "10s")
                .setPGStartupWait(Duration.ofMinutes(1));
    }
}
