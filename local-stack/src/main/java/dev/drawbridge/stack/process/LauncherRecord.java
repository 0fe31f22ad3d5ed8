package dev.drawbridge.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which {@code up} is at work or keeps a stack in the foreground, so that {@code status} can tell when it was killed. */
public final class LauncherRecord {
    private final Path file;

    public LauncherRecord(Home home) {
        this.file = home.run("launcher"); // no ".properties": it is no component
    }

    /** Records this process, unless another launcher lives. */
    public void write() {
        if (ProcessRecord.read(file).flatMap(ProcessRecord::process).isEmpty()) {
            ProcessRecord.of(ProcessHandle.current(), 0).write(file);
        }
    }

    /** An orderly end: nothing to tell. Leaves another launcher's record alone, unless that one is dead. */
    public void forget() throws IOException {
        boolean another = ProcessRecord.read(file)
                .flatMap(ProcessRecord::process)
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .isPresent();
        if (!another) {
            Files.deleteIfExists(file);
        }
    }

    /** The pid of a launcher that ended without tidying up. */
    public Optional<Long> killed() {
        return ProcessRecord.read(file)
                .filter(launcher -> launcher.process().isEmpty())
                .map(ProcessRecord::pid);
    }
}
