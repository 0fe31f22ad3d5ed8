package dev.drawbridge.stack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * A process this stack has started: pid and start time together, so that a pid the system has given to somebody else is
 * never mistaken for ours.
 *
 * @param startedAt an opaque mark of the start: boot id and clock ticks on Linux, an instant elsewhere
 */
public record ProcessRecord(long pid, String startedAt, int port) {

    static ProcessRecord of(ProcessHandle process, int port) {
        return new ProcessRecord(process.pid(), startOf(process.pid()), port);
    }

    static Optional<ProcessRecord> read(Path file) {
        Properties values = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            values.load(reader);
            return Optional.of(new ProcessRecord(
                    Long.parseLong(values.getProperty("pid", "-1")),
                    values.getProperty("startedAt", ""),
                    Integer.parseInt(values.getProperty("port", "0"))));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty(); // no record, or one cut short by a crash: nothing that we may signal
        }
    }

    public void write(Path file) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(fresh, "pid=" + pid + "\nstartedAt=" + startedAt + "\nport=" + port + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process, if it still runs and is the one that was recorded. */
    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> !startedAt.isEmpty() && startOf(pid).equals(startedAt));
    }

    private static String startOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            if (afterName[0].equals("Z")) {
                return ""; // a zombie has ended
            }
            String boot =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            return boot + "/" + afterName[19]; // field 22 of proc(5): start time in clock ticks since boot
        } catch (IOException e) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().startInstant())
                    .map(Object::toString)
                    .orElse("");
        }
    }
}
