package dev.drawbridge.stack.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostmasterFileTest {
    @TempDir
    private Path data;

    private Path file;
    private Process stranger;

    @BeforeEach
    void start() throws IOException {
        file = data.resolve("postmaster.pid");
        stranger = new ProcessBuilder("sleep", "60").start();
    }

    @AfterEach
    void stop() {
        stranger.destroyForcibly();
    }

    @Test
    void isRemovedWhenItsPidIsSomebodyElsesByNow() throws IOException {
        write(stranger.pid());
        removeIfStale();
        assertThat(file).doesNotExist();
    }

    /** A server works in its data folder, whoever has started it. */
    @Test
    void staysWhenAServerOfThisFolderHasThePid() throws IOException {
        Process server =
                new ProcessBuilder("sleep", "60").directory(data.toFile()).start();
        try {
            write(server.pid());
            removeIfStale();
            assertThat(file).exists();
        } finally {
            server.destroyForcibly();
        }
    }

    /** The server removes it then, once it has seen that no session is left. */
    @Test
    void staysWhenNobodyHasThePid() throws Exception {
        stranger.destroyForcibly().waitFor();
        write(stranger.pid());
        removeIfStale();
        assertThat(file).exists();
    }

    @Test
    void mayBeAbsentOrCutShort() throws IOException {
        removeIfStale();
        Files.writeString(file, "");
        removeIfStale();
        assertThat(file).exists();
    }

    private void write(long pid) throws IOException {
        Files.writeString(file, pid + "\n" + data + "\n1700000000\n5432\n");
    }

    private void removeIfStale() throws IOException {
        new PostmasterFile(data).removeIfStale(Optional.empty());
    }
}
