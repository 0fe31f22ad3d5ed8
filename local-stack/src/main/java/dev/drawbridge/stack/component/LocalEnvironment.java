package dev.drawbridge.stack.component;

import dev.drawbridge.ops.environment.Environment;
import dev.drawbridge.stack.process.Distribution;
import dev.drawbridge.stack.process.Home;
import dev.drawbridge.stack.process.Ports;
import dev.drawbridge.stack.process.PropertiesText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The environment file of a local stack, which says where its servers are; every secret in it is a reference. */
public final class LocalEnvironment {
    private final Distribution distribution;
    private final Home home;
    private final Ports ports;

    LocalEnvironment(Distribution distribution, Home home, Ports ports) {
        this.distribution = distribution;
        this.home = home;
        this.ports = ports;
    }

    /** Where {@code up} writes it. */
    public static Path file(Home home) {
        return home.root().resolve("environments").resolve("local.properties");
    }

    /** Writes it as it is now, in place of an older one. */
    Environment write() throws IOException {
        Path file = file(home);
        Files.createDirectories(file.getParent());
        PropertiesText.write(file, text());
        return Environment.read(file);
    }

    private String text() {
        return """
                # Written by ./drawbridge up: the stack that it started. Secrets are references.
                files=%1$s
                connect.url=http://127.0.0.1:%2$d
                kafka.bootstrap.servers=127.0.0.1:%3$d
                elasticsearch.url=http://127.0.0.1:%4$d
                elasticsearch.username=admin
                elasticsearch.password=${file:../secrets.properties:%7$s}
                database.url=%5$s
                database.admin.username=%6$s
                database.admin.password=${file:../secrets.properties:%8$s}
                database.owner.password=${file:../secrets.properties:%9$s}
                database.writer.password=${file:../secrets.properties:%10$s}
                database.capture.password=${file:../secrets.properties:%11$s}
                write-api.url=http://127.0.0.1:%12$d
                write-api.key=${file:../secrets.properties:%13$s}

                # What fills {{…}} in the files of contexts/ and readmodels/
                placeholder.postgres.host=127.0.0.1
                placeholder.postgres.port=%14$d
                placeholder.postgres.database=%15$s
                placeholder.elasticsearch.url=http://127.0.0.1:%4$d
                placeholder.kafka.replication=1
                placeholder.secrets.file=%16$s
                """.formatted(
                        distribution.connectConfig(),
                        ports.connect(),
                        ports.kafka(),
                        ports.elasticsearch(),
                        PostgresServer.url(ports.postgres()),
                        PostgresServer.ADMIN,
                        Secrets.ELASTICSEARCH_ADMIN,
                        Secrets.POSTGRES_ADMIN,
                        Secrets.POSTGRES_OWNER,
                        Secrets.POSTGRES_WRITER,
                        Secrets.POSTGRES_CAPTURE,
                        ports.writeApi(),
                        Secrets.WRITE_API_OPERATOR,
                        ports.postgres(),
                        PostgresServer.DATABASE,
                        home.secrets());
    }
}
