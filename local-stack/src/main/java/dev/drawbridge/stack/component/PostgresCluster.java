package dev.drawbridge.stack.component;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.stack.process.StagingDirectory;
import dev.drawbridge.stack.process.Unprivileged;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** PostgreSQL's files: how they come into being, and who may connect. */
final class PostgresCluster {
    private final Path data;
    private final Unprivileged user;

    PostgresCluster(Path data, Unprivileged user) {
        this.data = data;
        this.user = user;
    }

    boolean exists() {
        return Files.exists(data.resolve("PG_VERSION"));
    }

    /** Whole or not at all: made beside its place and moved there. */
    void create(String initdb, String admin, String password, Path log) throws IOException, InterruptedException {
        Path fresh = StagingDirectory.at(data);
        user.own(fresh);
        Process process = new ProcessBuilder(user.command(command(initdb, fresh, admin)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try (var stdin = process.getOutputStream()) {
            stdin.write((password + "\n").getBytes(StandardCharsets.UTF_8));
        }
        if (process.waitFor() != 0) {
            throw new ActionRequiredException("PostgreSQL could not be initialised; see " + log + ".");
        }
        Files.move(fresh, data);
    }

    /** The password's pipe is made by the shell each time: initdb opens /dev/stdin, which only the pipe's own user may. */
    private static List<String> command(String initdb, Path folder, String admin) {
        return List.of(
                "sh",
                "-c",
                "cat | \"$@\"",
                "sh",
                initdb,
                "-D",
                folder.toString(),
                "-U",
                admin,
                "--auth=scram-sha-256",
                "--pwfile=/dev/stdin",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync");
    }

    /** Each role reaches the one database only; replication connections of whole clusters are nobody's. */
    void restrictAccess() throws IOException {
        Files.writeString(data.resolve("pg_hba.conf"), """
                # type  database    user                address       method
                host    all         postgres            127.0.0.1/32  scram-sha-256
                host    drawbridge  drawbridge_owner    127.0.0.1/32  scram-sha-256
                host    drawbridge  drawbridge_writer   127.0.0.1/32  scram-sha-256
                host    drawbridge  drawbridge_capture  127.0.0.1/32  scram-sha-256
                """);
    }
}
