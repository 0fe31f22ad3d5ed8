package dev.drawbridge.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRecordTest {
    @TempDir
    private Path folder;

    @Test
    void knowsItsOwnProcessAgain() throws Exception {
        ManagedProcess child = new ManagedProcess("sleeper", Home.at(folder));
        child.start(List.of("sleep", "60"), Map.of(), 1234);
        assertThat(child.running()).isPresent();
        assertThat(child.recorded().orElseThrow().port()).isEqualTo(1234);
        child.stop("TERM", Duration.ofSeconds(5));
        assertThat(child.running()).isEmpty();
        assertThat(child.recorded()).isEmpty();
    }

    @Test
    void neverSignalsAProcessThatOnlyHasTheSamePid() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Home home = Home.at(folder);
            new ProcessRecord(stranger.pid(), "another-boot/1", 1).write(home.run("sleeper.properties"));
            ManagedProcess child = new ManagedProcess("sleeper", home);
            assertThat(child.running()).isEmpty();
            child.stop("KILL", Duration.ofSeconds(1));
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void killsWhatDoesNotListen() throws Exception {
        ManagedProcess child = new ManagedProcess("stubborn", Home.at(folder));
        child.start(List.of("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done"), Map.of(), 1);
        while (!Files.readString(folder.resolve("logs/stubborn.log")).contains("ready")) {
            Thread.onSpinWait();
        }
        ProcessHandle process = child.running().orElseThrow();
        child.stop("TERM", Duration.ofMillis(300));
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void aRecordCutShortIsNoRecord() throws IOException {
        Path file = Files.writeString(folder.resolve("x.properties"), "pid=12x");
        assertThat(ProcessRecord.read(file)).isEmpty();
        assertThat(ProcessRecord.read(folder.resolve("absent"))).isEmpty();
    }
}
