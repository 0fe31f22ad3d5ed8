package dev.drawbridge.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

/** The same SQL files, run by {@link OutboxDatabase} and by Flyway. */
class OutboxMigrationsIT {
    private static final Path FOLDER = Path.of("src/main/resources/db/outbox");

    @Test
    void allFilesOfTheFolderAreListed() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(OutboxMigrations.FILES)
                    .isEqualTo(files.map(file -> file.getFileName().toString())
                            .sorted()
                            .toList());
        }
    }

    @Test
    void theTableHasTheColumnsThatJavaNames() {
        List<String> names = TestDatabase.get().admin().withHandle(admin -> admin.createQuery(
                        "select attname from pg_attribute"
                                + " where attrelid = 'public.outbox'::regclass and attnum > 0 order by attnum")
                .mapTo(String.class)
                .list());

        assertThat(names)
                .isEqualTo(Stream.of(OutboxColumn.values())
                        .map(OutboxColumn::columnName)
                        .toList());
    }

    @Test
    void flywayContinuesWhatThisApplied() {
        TestDatabase database = TestDatabase.create("applied_here");
        Flyway flyway = flyway(database).load();

        flyway.validate();

        assertThat(flyway.info().pending()).isEmpty();
        assertThat(flyway.migrate().migrationsExecuted).isZero();
        assertThat(flyway.info().applied()).hasSize(OutboxMigrations.FILES.size());
    }

    @Test
    void thisContinuesWhatFlywayApplied() throws SQLException {
        TestDatabase database = TestDatabase.createEmpty("applied_by_flyway");
        flyway(database).target("2").load().migrate();

        database.outbox().migrate();

        Flyway flyway = flyway(database).load();
        flyway.validate();
        assertThat(flyway.info().pending()).isEmpty();
        assertThat(applied(database)).containsExactly("1 outbox", "2 replay", "3 vacuum", "4 guard");
    }

    @Test
    void aFileThatChangedAfterItWasAppliedIsRefused() {
        TestDatabase database = TestDatabase.create("changed_later");
        database.admin()
                .useHandle(admin ->
                        admin.execute("update outbox_schema_history set checksum = checksum + 1 where version = '2'"));

        assertThatThrownBy(() -> database.outbox().migrate())
                .isInstanceOf(SQLException.class)
                .hasMessageContainingAll("'changed_later'", "V2__replay.sql", "files of a release");
    }

    @Test
    void processesThatMigrateAtTheSameTimeTakeTurns() throws InterruptedException, ExecutionException {
        TestDatabase database = TestDatabase.createEmpty("taking_turns");
        List<CompletableFuture<Void>> processes = Stream.generate(() -> CompletableFuture.runAsync(() -> {
                    try {
                        database.outbox().migrate();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .limit(4)
                .toList();
        for (CompletableFuture<Void> process : processes) {
            process.get();
        }

        assertThat(applied(database)).hasSize(OutboxMigrations.FILES.size());
    }

    private static FluentConfiguration flyway(TestDatabase database) {
        return Flyway.configure()
                .dataSource(database.dataSource())
                .locations("classpath:db/outbox")
                .table(OutboxMigrations.HISTORY_TABLE);
    }

    private static List<String> applied(TestDatabase database) {
        return database.admin().withHandle(admin -> admin.createQuery(
                        "select version || ' ' || description from outbox_schema_history order by installed_rank")
                .mapTo(String.class)
                .list());
    }
}
