package dev.drawbridge.stack.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a Java child: the same JDK as the launcher's. */
public final class Jvm {
    private Jvm() {}

    public static String home() {
        return System.getProperty("java.home");
    }

    /**
     * Options that let a server share its parsed classes between starts: the first run writes the archive as it ends, later
     * ones read it. One that does not fit its jars any more is passed over by the JVM.
     */
    public static List<String> classSharing(Path archive) {
        return List.of(
                "-Xlog:disable", // the JVM's own remarks about the archive; the server logs by itself
                (Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + archive);
    }

    /**
     * The serial collector: heaps here are below 1 GB, and on two cores its single thread starts faster and leaves more to
     * the servers than G1's threads do (later starts of the whole stack: 0.8 of the time; see docs/performance.md).
     */
    public static List<String> command(
            String heap, List<String> options, String classpath, String main, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(home(), "bin", "java").toString());
        command.addAll(List.of(
                "-Xms" + heap,
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true"));
        command.addAll(options);
        command.addAll(List.of("-cp", classpath, main));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }
}
