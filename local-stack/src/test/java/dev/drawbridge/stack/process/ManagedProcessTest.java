package dev.drawbridge.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedProcessTest {

    /** As when the launcher is killed between starting a child and recording it. */
    @Test
    void aChildRecordsItselfAsItsLauncherWould(@TempDir Path folder) throws Exception {
        ManagedProcess child = new ManagedProcess("sleeper", Home.at(folder));
        Process process = new ProcessBuilder(child.line(List.of("sleep", "60"), 4711)).start();
        try {
            await().atMost(Duration.ofSeconds(10)).until(() -> child.recorded().isPresent());
            assertThat(child.recorded()).isEqualTo(Optional.of(ProcessRecord.of(process.toHandle(), 4711)));
            assertThat(child.running()).map(ProcessHandle::pid).hasValue(process.pid());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void anAttemptIsEmptyAndRemovesWhatAKilledOneLeft(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        Path left = Files.createDirectories(folder.resolve("data.new-1/inner"));
        Path other = Files.createDirectory(folder.resolve("data2"));
        Path attempt = StagingDirectory.at(data);
        assertThat(attempt).isEmptyDirectory().hasParent(folder);
        assertThat(left).doesNotExist();
        assertThat(other).exists();
    }
}
