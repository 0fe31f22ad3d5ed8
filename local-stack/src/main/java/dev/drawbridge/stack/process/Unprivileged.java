package dev.drawbridge.stack.process;

import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL and Elasticsearch refuse to run as root. A root user's children therefore run in a user namespace of their
 * own, which needs no change of file ownership (they are mapped to a plain id, because a JVM cannot attach to itself as
 * the unmapped one, and Elasticsearch does so); where the kernel or a container forbids that, as user 65534.
 */
public final class Unprivileged {
    private static final String NOBODY = "65534";

    private enum Way {
        AS_IS,
        NAMESPACE,
        NOBODY
    }

    private final Way way;

    private Unprivileged(Way way) {
        this.way = way;
    }

    public static Unprivileged detect() throws IOException, InterruptedException {
        if (!"0"
                .equals(new String(
                                new ProcessBuilder("id", "-u")
                                        .start()
                                        .getInputStream()
                                        .readAllBytes(),
                                java.nio.charset.StandardCharsets.UTF_8)
                        .strip())) {
            return new Unprivileged(Way.AS_IS);
        }
        return new Unprivileged(
                succeeds("unshare", "--user", "--map-user=1000", "--map-group=1000", "true")
                        ? Way.NAMESPACE
                        : Way.NOBODY);
    }

    public List<String> command(List<String> command) {
        List<String> line = new ArrayList<>();
        switch (way) {
            case AS_IS -> {}
            case NAMESPACE -> line.addAll(List.of("unshare", "--user", "--map-user=1000", "--map-group=1000"));
            case NOBODY -> line.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        line.addAll(command);
        return line;
    }

    /**
     * Gives a folder to the user its server will run as.
     *
     * @throws ActionRequiredException when that user could not enter it
     */
    public void own(Path folder) throws IOException, InterruptedException {
        if (way != Way.NOBODY) {
            return;
        }
        if (!succeeds("chown", "-R", NOBODY + ":" + NOBODY, folder.toString())) {
            throw new ActionRequiredException(
                    "Cannot give " + folder + " to user " + NOBODY + "; run ./drawbridge as a plain user.");
        }
        if (!succeeds(command(List.of("test", "-w", folder.toString())).toArray(String[]::new))) {
            throw new ActionRequiredException(
                    "As root, PostgreSQL and Elasticsearch run as user " + NOBODY + ", who cannot enter " + folder
                            + "; move the repository out of a private folder, or run ./drawbridge as a plain user.");
        }
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
