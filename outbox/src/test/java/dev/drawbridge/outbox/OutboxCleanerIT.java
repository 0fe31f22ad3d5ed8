package dev.drawbridge.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Removing outbox rows beside a slot that captures them. */
class OutboxCleanerIT {
    private static final String SLOT = "cleaner";

    private final TestDatabase database = TestDatabase.get();
    private final HikariDataSource writer = database.writer(2);
    private final OutboxCleaner cleaner = new OutboxCleaner(writer, Clock.systemUTC(), SLOT, Duration.ofHours(1));
    private final Handle admin = database.admin().open();

    @BeforeEach
    void createSlot() {
        database.clear();
        admin.execute("select pg_create_logical_replication_slot('" + SLOT + "', 'pgoutput')");
    }

    @AfterEach
    void dropSlot() {
        dropSlots();
        admin.close();
        writer.close();
    }

    @Test
    void nothingIsRemovedBeforeTheSlotHasConfirmedIt() throws SQLException {
        append("a", 3, Duration.ofHours(2));

        assertThat(cleaner.round()).isZero();
        assertThat(cleaner.round()).isZero();
        assertThat(versions()).containsExactly(1L, 2L, 3L);

        capture();
        assertThat(cleaner.round()).isEqualTo(2);
        assertThat(versions()).containsExactly(3L);
    }

    /** Random ids say nothing of time, and a service in another language may well make them. */
    @Test
    void rowsWithIdsOfAnyKindAreRemoved() throws SQLException {
        for (String aggregate : List.of("a", "b", "c", "d")) {
            append(aggregate, 250, Duration.ofHours(2), UUID::randomUUID);
        }
        append("d", 300, Duration.ofMinutes(1), UUID::randomUUID);
        cleaner.round();
        capture();

        assertThat(cleaner.round()).isEqualTo(3 * 249 + 250);
        assertThat(admin.createQuery("select aggregateid || '@' || min(version) || '-' || max(version)"
                                + " from outbox group by aggregateid order by 1")
                        .mapTo(String.class)
                        .list())
                .containsExactly("a@250-250", "b@250-250", "c@250-250", "d@251-300");
    }

    /** However a pass is cut into pages, each row is checked against the one that follows it. */
    @Test
    void aPassGoesOverPagesOfAnySize() throws SQLException {
        for (int page : new int[] {2, 3, 7, 100}) {
            database.clear();
            for (String aggregate : List.of("a", "b", "c", "d", "e")) {
                append(aggregate, 4, Duration.ofHours(2), UUID::randomUUID);
            }
            OutboxCleaner small = new OutboxCleaner(writer, Clock.systemUTC(), SLOT, Duration.ofHours(1), page);
            int removed = 0;
            // Ends: each round but the first of a pass takes up at least one further row.
            for (int round = 0; round <= 40; round++) {
                removed += small.round();
                capture();
            }
            assertThat(removed).as("with pages of %d rows", page).isEqualTo(15);
            assertThat(versions()).containsExactly(4L, 4L, 4L, 4L, 4L);
        }
    }

    @Test
    void whatTheSlotConfirmedBeforeARowWasMarkedSaysNothingAboutIt() throws SQLException {
        append("a", 1, Duration.ofHours(2));
        capture();
        append("a", 2, Duration.ofHours(2));

        assertThat(cleaner.round()).isZero();
        assertThat(cleaner.round()).isZero();
        assertThat(versions()).containsExactly(1L, 2L);
    }

    @Test
    void theNewestRowOfEachAggregateAndYoungRowsStay() throws SQLException {
        append("a", 3, Duration.ofHours(2));
        append("b", 1, Duration.ofHours(2));
        append("c", 2, Duration.ofMinutes(1));
        cleaner.round();
        capture();

        assertThat(cleaner.round()).isEqualTo(2);
        assertThat(versions()).containsExactly(3L, 1L, 1L, 2L);
    }

    @Test
    void withoutItsSlotNothingIsRemoved() throws SQLException {
        append("a", 3, Duration.ofHours(2));
        OutboxCleaner other = new OutboxCleaner(writer, Clock.systemUTC(), "no_such_slot", Duration.ZERO);
        other.round();
        capture();

        assertThat(other.round()).isZero();
        assertThat(versions()).hasSize(3);
    }

    /** Its name is free in this database, as long as capture has not made its slot; what it confirms is not the outbox. */
    @Test
    void aSlotOfAnotherDatabaseConfirmsNothing() throws SQLException {
        dropSlots();
        append("a", 3, Duration.ofHours(2));
        Jdbi.create(database.url().replaceAll("/[^/]*$", "/postgres"), "postgres", "")
                .useHandle(elsewhere -> {
                    elsewhere.execute("select pg_create_logical_replication_slot('" + SLOT + "', 'pgoutput')");
                    try {
                        cleaner.round();
                        capture(elsewhere);

                        assertThat(cleaner.round()).isZero();
                        assertThat(versions()).hasSize(3);
                    } finally {
                        elsewhere.execute("select pg_drop_replication_slot('" + SLOT + "')");
                    }
                });
    }

    @Test
    void aSlotOfAnotherPluginConfirmsNothing() throws SQLException {
        dropSlots();
        admin.execute("select pg_create_logical_replication_slot('" + SLOT + "', 'test_decoding')");
        append("a", 3, Duration.ofHours(2));
        cleaner.round();
        capture();

        assertThat(cleaner.round()).isZero();
        assertThat(versions()).hasSize(3);
    }

    @Test
    void aRetentionFromBeforeTheEpochKeepsEverything() throws SQLException {
        append("a", 3, Duration.ofHours(2));
        OutboxCleaner patient = new OutboxCleaner(writer, Clock.systemUTC(), SLOT, Duration.ofDays(36_500));
        patient.round();
        capture();

        assertThat(patient.round()).isZero();
        assertThat(versions()).hasSize(3);
    }

    @Test
    void removingIsNotPublished() throws SQLException {
        append("a", 1_200, Duration.ofHours(2));
        cleaner.round();
        capture();
        assertThat(cleaner.round()).isEqualTo(1_199);

        // Nothing but begin and commit, if anything: a tuple would start with one of these.
        List<String> kinds = admin.createQuery("select distinct chr(get_byte(data, 0)) from"
                        + " pg_logical_slot_get_binary_changes('" + SLOT
                        + "', null, null, 'proto_version', '1', 'publication_names', 'drawbridge_outbox')")
                .mapTo(String.class)
                .list();
        assertThat(kinds).doesNotContain("I", "D", "U", "T");
    }

    @Test
    void theTableDoesNotGrowWithTheRowsThatCameAndWent() throws SQLException {
        long pages = 0;
        for (int round = 1; round <= 6; round++) {
            append("aggregate-" + round, 1_000, Duration.ofHours(2));
            cleaner.round();
            capture();
            assertThat(cleaner.round()).isEqualTo(999);
            admin.execute("vacuum outbox");
            long now = admin.createQuery("select pg_relation_size('outbox')")
                    .mapTo(Long.class)
                    .one();
            pages = round == 1 ? now : pages;
            assertThat(now).as("after round %d", round).isLessThanOrEqualTo(2 * pages);
        }
    }

    @Test
    void vacuumComesByNumberOfRows() {
        assertThat(admin.createQuery("select array_to_string(reloptions, ' ') from pg_class where relname = 'outbox'")
                        .mapTo(String.class)
                        .one())
                .contains("autovacuum_vacuum_scale_factor=0 autovacuum_vacuum_threshold=5000");
    }

    private void dropSlots() {
        admin.execute("select pg_drop_replication_slot(slot_name) from pg_replication_slots");
    }

    private void append(String aggregate, int upTo, Duration ago) throws SQLException {
        EventIds ids = new EventIds(Clock.offset(Clock.systemUTC(), ago.negated()));
        append(aggregate, upTo, ago, ids::next);
    }

    private void append(String aggregate, int upTo, Duration ago, Supplier<UUID> ids) throws SQLException {
        try (Connection connection = writer.getConnection()) {
            connection.setAutoCommit(false);
            long from = Outbox.newest(connection, "test", aggregate)
                    .map(OutboxRow::version)
                    .orElse(0L);
            for (long version = from + 1; version <= upTo; version++) {
                Outbox.append(
                        connection,
                        new OutboxRow(
                                ids.get(),
                                "test",
                                aggregate,
                                version,
                                "Happened",
                                1,
                                "{}",
                                Instant.now().minus(ago),
                                null,
                                null,
                                null,
                                false));
            }
            connection.commit();
        }
    }

    /** As Debezium does: reads to the end, then confirms. */
    private void capture() {
        capture(admin);
    }

    private void capture(Handle as) {
        // What was marked may lie beyond what is flushed by now; a commit that waits for its own flush brings it along.
        admin.useTransaction(transaction -> {
            transaction.execute("set local synchronous_commit = on");
            transaction.execute("select pg_logical_emit_message(true, 'flush', '')");
        });
        as.execute("select pg_replication_slot_advance('" + SLOT + "', pg_current_wal_insert_lsn())");
    }

    private List<Long> versions() {
        return admin.createQuery("select version from outbox order by aggregateid, version")
                .mapTo(Long.class)
                .list();
    }
}
