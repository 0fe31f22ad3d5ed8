package dev.drawbridge.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One child process of the stack: started in a session of its own, recorded, and signalled only if it is still ours. */
public final class ManagedProcess {
    private static final boolean HAS_SETSID = Files.isExecutable(Path.of("/usr/bin/setsid"));
    private static final boolean HAS_PROC = Files.isReadable(Path.of("/proc/self/stat"));

    /** Writes what {@link ProcessRecord} would, then becomes the command. */
    private static final String RECORD_YOURSELF = """
            ticks() { shift 19; echo "$1"; }
            read -r stat </proc/self/stat
            read -r boot </proc/sys/kernel/random/boot_id
            printf 'pid=%s\\nstartedAt=%s/%s\\nport=%s\\n' $$ "$boot" "$(ticks ${stat##*) })" "$2" >"$1.own"
            mv -f "$1.own" "$1"
            shift 2
            exec "$@"
            """;

    private final String name;
    private final Path record;
    private final Path log;

    public ManagedProcess(String name, Home home) {
        this.name = name;
        this.record = home.run(name + ".properties");
        this.log = home.log(name);
    }

    /** Starts and records; output goes to the component's log, to which the component may append as well; the previous log is kept. */
    public void start(List<String> command, Map<String, String> environment, int port) throws IOException {
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        ProcessBuilder builder = new ProcessBuilder(line(command, port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(new java.io.File("/dev/null"));
        builder.environment()
                .keySet()
                .removeIf(key -> key.startsWith("KAFKA_") || key.startsWith("ES_") || key.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        ProcessRecord.of(builder.start().toHandle(), port).write(record);
    }

    /** A launcher that is killed here and now must leave no child that nobody knows of, so the child records itself too. */
    List<String> line(List<String> command, int port) {
        List<String> line = new ArrayList<>();
        if (HAS_SETSID) {
            line.add("/usr/bin/setsid"); // Ctrl-C in the terminal must reach the launcher alone
        }
        if (HAS_PROC) {
            line.addAll(List.of("/bin/sh", "-c", RECORD_YOURSELF, "sh", record.toString(), String.valueOf(port)));
        }
        line.addAll(command);
        return line;
    }

    public Optional<ProcessRecord> recorded() {
        return ProcessRecord.read(record);
    }

    public Optional<ProcessHandle> running() {
        return recorded().flatMap(ProcessRecord::process);
    }

    /** Sends {@code signal}, waits, kills what is left after {@code timeout}. Does nothing to a process that is not ours. */
    public void stop(String signal, Duration timeout) throws InterruptedException, IOException {
        Optional<ProcessHandle> process = running();
        if (process.isPresent()) {
            signal(process.get(), signal);
            try {
                process.get().onExit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                process.get().destroyForcibly();
                process.get().onExit().join();
            } catch (ExecutionException e) {
                throw new CompletionException(e.getCause());
            }
        }
        Files.deleteIfExists(record);
    }

    private static void signal(ProcessHandle process, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** The end of the log, for a message about a component that would not start. */
    public String lastErrorLine() {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.stream()
                    .filter(line -> line.contains("ERROR") || line.contains("FATAL") || line.contains("xception"))
                    .findFirst()
                    .or(() -> lines.stream().reduce((first, second) -> second))
                    .orElse("its log is empty");
        } catch (IOException e) {
            return "it has no log";
        }
    }
}
