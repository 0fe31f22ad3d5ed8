package dev.drawbridge.stack.process;

import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the machine must have before anything is started; each lack is one line that says what to do. */
public final class HostRequirements {
    private static final long MEBIBYTE = 1024 * 1024;
    private static final long MEMORY_MB = 2_800;
    private static final long DISK_MB = 1_500;

    private HostRequirements() {}

    /** @throws ActionRequiredException naming what is too little */
    public static void check(Path home, Map<String, String> environment) throws IOException {
        long disk = Files.getFileStore(home).getUsableSpace() / MEBIBYTE;
        if (disk < DISK_MB) {
            throw new ActionRequiredException(
                    "Only " + disk + " MB of disk are free at " + home + " and the stack needs " + DISK_MB
                            + " MB; make room, or set DRAWBRIDGE_HOME to a folder on another disk.");
        }
        long memory = availableMemory();
        if (memory < MEMORY_MB && !environment.containsKey("DRAWBRIDGE_SKIP_MEMORY_CHECK")) {
            throw new ActionRequiredException("Only " + memory + " MB of memory are available and the stack needs "
                    + MEMORY_MB + " MB; close something, or set DRAWBRIDGE_SKIP_MEMORY_CHECK=1 to try all the same.");
        }
    }

    /** Mebibytes; the most a long holds where the system does not say. */
    private static long availableMemory() throws IOException {
        Path meminfo = Path.of("/proc/meminfo");
        if (!Files.isReadable(meminfo)) {
            return Long.MAX_VALUE;
        }
        return Files.readAllLines(meminfo).stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }
}
