package dev.drawbridge.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that a benchmark has started and that does not outlive it: it ends when this is closed, and when the benchmark
 * itself ends by Ctrl-C, SIGTERM or an exception. Thread-safe.
 */
public final class OwnedProcess implements AutoCloseable {
    private static final int SECONDS_TO_STOP = 15;

    /** Writes the record by which the local stack finds its processes, then becomes the command. */
    private static final String RECORD_YOURSELF = """
            ticks() { shift 19; echo "$1"; }
            read -r stat </proc/self/stat
            read -r boot </proc/sys/kernel/random/boot_id
            printf 'pid=%s\\nstartedAt=%s/%s\\nport=%s\\n' $$ "$boot" "$(ticks ${stat##*) })" "$2" >"$1.own"
            mv -f "$1.own" "$1"
            shift 2
            exec "$@"
            """;

    private final Process process;
    private final Thread atExit;

    private OwnedProcess(Process process) {
        this.process = process;
        this.atExit = new Thread(() -> stop(process.toHandle()), "stop-" + process.pid());
    }

    public static OwnedProcess start(ProcessBuilder command) throws IOException {
        OwnedProcess started = new OwnedProcess(command.start());
        try {
            Runtime.getRuntime().addShutdownHook(started.atExit);
        } catch (IllegalStateException ending) { // the benchmark was interrupted while it started this one
            stop(started.process.toHandle());
        }
        return started;
    }

    /**
     * A command that records itself in a running stack, so that {@code ./drawbridge down} ends it even if the benchmark was
     * killed by SIGKILL. Linux only, as all of the local stack's servers.
     *
     * @param record the file of the component in the stack's folder {@code run}
     * @param port where it will listen
     */
    public static List<String> recordedIn(Path record, String port, List<String> command) {
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", RECORD_YOURSELF, "sh", record.toString(), port));
        line.addAll(command);
        return line;
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits until it ends by itself, and returns its exit code. */
    public int join() throws InterruptedException {
        return process.waitFor();
    }

    /** Ends a process by SIGTERM, or by SIGKILL if it takes longer than 15 s; returns when it has ended. */
    public static void stop(ProcessHandle running) {
        running.destroy();
        try {
            running.onExit().get(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (TimeoutException stubborn) {
            running.destroyForcibly();
            running.onExit().join();
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }

    @Override
    public void close() {
        stop(process.toHandle());
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) { // the hook runs already and finds it ended
        }
    }
}
