package dev.drawbridge.ops.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.environment.Environment;
import dev.drawbridge.ops.files.ConnectorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What is decided before the database is asked. */
class OutboxSetupTest {
    private static final String URL = "database.url=jdbc:postgresql://db.example:5433/sales\n";
    private static final String ADMIN = "database.admin.username=a\ndatabase.admin.password=${env:A}\n";
    private static final ConnectorFile HERE = source("here", "DB.example", "5433", "sales");

    @TempDir
    private Path folder;

    @Test
    void slotsAreThoseOfTheSourcesThatReadTheDatabase() throws IOException {
        ConnectorFile elsewhere = source("elsewhere", "db.example", "5433", "billing");
        SourceChoice choice = OutboxSetup.choice(environment(URL + ADMIN), List.of(elsewhere, HERE));
        assertThat(choice.here()).containsExactly(HERE);
        assertThat(choice.elsewhere()).containsExactly(elsewhere);
    }

    @ParameterizedTest
    @CsvSource({"other.example,5433,sales", "db.example,5432,sales", "db.example,5433,billing"})
    void anEnvironmentThatNoSourceReadsIsRefused(String host, String port, String database) throws IOException {
        Environment environment = environment(URL + ADMIN);
        List<ConnectorFile> sources = List.of(source("elsewhere", host, port, database));
        assertThatThrownBy(() -> OutboxSetup.choice(environment, sources))
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContainingAll(
                        "this.properties",
                        "database.url",
                        "elsewhere reads " + host + ":" + port + "/" + database,
                        "environment for each database");
        assertThatThrownBy(() -> new OutboxSetup(new PGSimpleDataSource(), environment).apply(sources))
                .as("before anything is done")
                .isInstanceOf(ActionRequiredException.class);
    }

    @Test
    void aDatabaseWithoutSourcesIsPreparedAllTheSame() throws IOException {
        assertThat(OutboxSetup.choice(environment(URL + ADMIN), List.of()).here())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jdbc:postgresql://db.example/sales?sslmode=require      | 5432
            jdbc:postgresql://other:5432,db.example:5434/sales      | 5434
            """)
    void theUrlMayHaveDefaultsAndSeveralHosts(String url, String port) {
        assertThat(SourceChoice.of(url, List.of(source("s", "db.example", port, "sales")))
                        .here())
                .hasSize(1);
    }

    @Test
    void anotherRolesPasswordIsNotGivenToTheOutboxsRole() throws IOException {
        String password = "database.capture.password=${env:A}\n";
        Environment ours = environment(URL + password);
        Environment another = environment(URL + password + "database.capture.username=reader\n");
        assertThat(OutboxSetup.isKept(ours, "drawbridge_capture")).isFalse();
        assertThat(OutboxSetup.isKept(another, "drawbridge_capture")).isTrue();
        assertThat(OutboxSetup.isKept(another, "drawbridge_writer")).isFalse();
    }

    private Environment environment(String text) throws IOException {
        return Environment.read(Files.writeString(folder.resolve("this.properties"), text));
    }

    private static ConnectorFile source(String name, String host, String port, String database) {
        return new ConnectorFile(
                name,
                Map.of(
                        "database.hostname",
                        host,
                        "database.port",
                        port,
                        "database.dbname",
                        database,
                        "slot.name",
                        "s"));
    }
}
