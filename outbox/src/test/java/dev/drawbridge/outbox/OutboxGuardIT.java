package dev.drawbridge.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;

/** What the table itself holds a writer to. */
class OutboxGuardIT {
    private static final String GAP = "23514";
    private static final String TAKEN = "23505";

    private final TestDatabase database = TestDatabase.get();
    private final Handle admin = database.admin().open();
    private final Handle writer = database.as("drawbridge_writer").open();
    private final EventIds ids = new EventIds(Clock.systemUTC());

    @BeforeEach
    void clear() {
        database.clear();
    }

    @AfterEach
    void close() {
        admin.close();
        writer.close();
    }

    @Test
    void versionsFollowOneAnother() throws SQLException {
        append("a", 1, false);
        append("b", 1, false);
        append("a", 2, false);

        refused(GAP, () -> append("a", 4, false), "parcel/a@4", "has version 2", "replay = true");
        refused(GAP, () -> append("c", 2, false), "parcel/c@2", "begins with version 1", "replay = true");
        refused(TAKEN, () -> append("a", 1, false), "parcel/a@1", "version 2", "lock of its root row");
        refused(TAKEN, () -> append("a", 2, false), "parcel/a@2", "version 2", "lock of its root row");
        assertThat(rows()).containsExactly("a@1", "a@2", "b@1");
    }

    @Test
    void aLateVersionAfterAnErasureIsRefused() throws SQLException {
        for (int version = 1; version <= 9; version++) {
            append("a", version, false);
        }
        writer.begin();
        append("a", 10, false);
        Outbox.purge(connection(), "parcel", "a", 10);
        writer.commit();
        assertThat(rows()).containsExactly("a@10");

        refused(TAKEN, () -> append("a", 9, false), "parcel/a@9", "version 10");
        refused(TAKEN, () -> append("a", 9, true), "parcel/a@9", "version 10");
        refused(TAKEN, () -> append("a", 1, false), "parcel/a@1", "version 10");
        assertThat(rows()).containsExactly("a@10");
    }

    @Test
    void aVersionWhoseRowWasCleanedIsRefused() throws SQLException {
        append("a", 1, false);
        append("a", 2, false);
        append("a", 3, false);
        writer.execute("delete from outbox where version < 3");

        refused(TAKEN, () -> append("a", 2, false), "parcel/a@2", "version 3");
        append("a", 4, false);
        assertThat(rows()).containsExactly("a@3", "a@4");
    }

    @Test
    void aReplayTakesThePlaceOfTheNewestRow() throws SQLException {
        append("a", 1, false);
        append("a", 2, false);

        Outbox.replay(connection(), row("a", 2, true));
        append("a", 3, false);

        assertThat(rows()).containsExactly("a@1", "a@2 replay", "a@3");
        refused(TAKEN, () -> Outbox.replay(connection(), row("a", 2, true)), "parcel/a@2", "version 3");
    }

    /** As a service does whose aggregates are older than its outbox, or whose outbox lost rows. */
    @Test
    void aReplayIsWhereAnAggregateGoesOnWhoseRowsAreMissing() throws SQLException {
        append("old", 57, true);
        append("old", 58, false);
        append("lost", 1, false);
        append("lost", 4, true);
        append("lost", 5, false);

        assertThat(rows()).containsExactly("lost@1", "lost@4 replay", "lost@5", "old@57 replay", "old@58");
    }

    @Test
    void ofTwoTransactionsWithTheSameVersionOneIsRefused() throws Exception {
        append("a", 1, false);
        try (Handle other = database.as("drawbridge_writer").open()) {
            other.begin();
            Outbox.append(other.getConnection(), row("a", 2, false));
            String pid = "select pid from pg_stat_activity where wait_event_type = 'Lock'";
            Thread second = new Thread(() -> refusedSafely(() -> append("a", 2, false)));
            second.start();
            org.awaitility.Awaitility.await()
                    .until(() ->
                            !admin.createQuery(pid).mapTo(Integer.class).list().isEmpty());
            other.commit();
            second.join();
        }
        assertThat(outcome).isEqualTo(TAKEN);
        assertThat(rows()).containsExactly("a@1", "a@2");
    }

    private volatile String outcome = "";

    private void refusedSafely(Work work) {
        try {
            work.run();
            outcome = "accepted";
        } catch (SQLException e) {
            outcome = e.getSQLState();
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    /** A row sees those before it in the same statement. */
    @Test
    void manyVersionsOfAnAggregateComeByOneStatement() throws Exception {
        String copy =
                "copy outbox (id, aggregatetype, aggregateid, version, type, payloadversion, occurredat) from stdin";
        String line = "%s\tparcel\ta\t%d\tMoved\t1\t2026-01-01\n";
        StringBuilder lines = new StringBuilder();
        for (int version = 1; version <= 500; version++) {
            lines.append(line.formatted(ids.next(), version));
        }
        PGConnection postgres = connection().unwrap(PGConnection.class);
        assertThat(postgres.getCopyAPI().copyIn(copy, new StringReader(lines.toString())))
                .isEqualTo(500);
        refused(
                GAP,
                () -> copyIn(postgres, copy, line.formatted(ids.next(), 501) + line.formatted(ids.next(), 503)),
                "parcel/a@503",
                "has version 501");
        assertThat(rows()).hasSize(500);

        writer.execute("insert into outbox (id, aggregatetype, aggregateid, version, type, payloadversion, occurredat)"
                + " select gen_random_uuid(), 'parcel', 'b', v, 'Moved', 1, now() from generate_series(1, 500) v");
        assertThat(rows()).hasSize(1_000);
    }

    private static void copyIn(PGConnection postgres, String copy, String lines) throws SQLException {
        try {
            postgres.getCopyAPI().copyIn(copy, new StringReader(lines));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aWriterThatMayOnlyInsertIsHeldToItToo() throws SQLException {
        admin.execute("create role insert_only");
        admin.execute("grant usage on schema public to insert_only");
        admin.execute("grant insert on outbox to insert_only");
        append("a", 1, false);
        try {
            admin.execute("set role insert_only");
            // Another outbox, or another equality, on the writer's own path is not asked.
            admin.execute("set search_path = pg_temp, public");
            String insert = "insert into public.outbox (id, aggregatetype, aggregateid, version, type, payloadversion,"
                    + " occurredat) values (gen_random_uuid(), 'parcel', 'a', %d, 'Moved', 1, now())";
            assertThat(admin.execute(insert.formatted(2))).isOne();
            assertThatThrownBy(() -> admin.execute(insert.formatted(9))).hasMessageContaining("parcel/a@9");
        } finally {
            admin.execute("reset role");
            admin.execute("reset search_path");
            admin.execute("revoke all on outbox from insert_only");
            admin.execute("revoke all on schema public from insert_only");
            admin.execute("drop role insert_only");
        }
    }

    /** A plan made for a table of one page would read all of it for each row, long after it has grown. */
    @Test
    void theNewestRowIsLookedUpByTheIndex() throws SQLException {
        append("a", 1, false);
        admin.execute("vacuum analyze outbox");
        long before = scans();

        try (Handle session = database.as("drawbridge_writer").open()) {
            for (int version = 2; version <= 50; version++) {
                Outbox.append(session.getConnection(), row("a", version, false));
            }
        }

        // Sessions report what they did when they end.
        org.awaitility.Awaitility.await().until(() -> inserted() >= 50);
        assertThat(scans()).isEqualTo(before);
    }

    private long scans() {
        return statistic("seq_scan");
    }

    private long inserted() {
        return statistic("n_live_tup");
    }

    private long statistic(String name) {
        return admin.createQuery("select " + name + " from pg_stat_user_tables where relname = 'outbox'")
                .mapTo(Long.class)
                .one();
    }

    @Test
    void theOwnerSwitchesItOff() throws SQLException {
        database.as("drawbridge_owner").useHandle(owner -> {
            owner.execute("alter table outbox disable trigger outbox_guard");
            try {
                append("a", 7, false);
            } finally {
                owner.execute("alter table outbox enable trigger outbox_guard");
            }
        });
        refused(GAP, () -> append("a", 9, false), "parcel/a@9");
    }

    /** The primary key holds what it is partitioned by, so that nothing but the guard knows a version twice. */
    @Test
    void aPartitionedOutboxIsHeldToItToo() throws SQLException {
        admin.execute("alter table outbox rename to unpartitioned");
        try {
            admin.execute("create table outbox (like unpartitioned including defaults,"
                    + " primary key (id, occurredat), unique (aggregatetype, aggregateid, version, occurredat))"
                    + " partition by range (occurredat)");
            admin.execute("create table outbox_old partition of outbox for values from (minvalue) to ('2020-01-01')");
            admin.execute("create table outbox_new partition of outbox for values from ('2020-01-01') to (maxvalue)");
            admin.execute("alter table outbox owner to drawbridge_owner");
            admin.execute("grant select, insert, delete on outbox to drawbridge_writer");
            admin.execute("create trigger outbox_guard before insert on outbox for each row"
                    + " execute function outbox_guard()");

            append("a", 1, false, Instant.parse("2019-12-31T23:59:59Z"));
            append("a", 2, false);
            refused(TAKEN, () -> append("a", 2, false, Instant.EPOCH), "parcel/a@2", "version 2");
            refused(GAP, () -> append("a", 4, false), "parcel/a@4", "has version 2");
            append("a", 3, false);
            assertThat(rows()).containsExactly("a@1", "a@2", "a@3");
        } finally {
            admin.execute("drop table if exists outbox");
            admin.execute("alter table unpartitioned rename to outbox");
        }
    }

    private Connection connection() {
        return writer.getConnection();
    }

    private void append(String id, long version, boolean replay) throws SQLException {
        append(id, version, replay, Instant.now());
    }

    private void append(String id, long version, boolean replay, Instant occurredAt) throws SQLException {
        Outbox.append(connection(), row(id, version, replay, occurredAt));
    }

    private OutboxRow row(String id, long version, boolean replay) {
        return row(id, version, replay, Instant.now());
    }

    private OutboxRow row(String id, long version, boolean replay, Instant occurredAt) {
        return new OutboxRow(ids.next(), "parcel", id, version, "Moved", 1, "{}", occurredAt, null, null, null, replay);
    }

    private void refused(String state, ThrowingCallable work, String... coordinatesAndRemedy) {
        assertThatThrownBy(work).isInstanceOfSatisfying(PSQLException.class, e -> {
            assertThat(e.getSQLState()).isEqualTo(state);
            assertThat(e.getServerErrorMessage().getConstraint()).isEqualTo("outbox_guard");
            assertThat(e.getMessage()).contains(coordinatesAndRemedy);
        });
    }

    private List<String> rows() {
        return admin.createQuery("select aggregateid || '@' || version || case when replay then ' replay' else '' end"
                        + " from outbox order by aggregateid, version")
                .mapTo(String.class)
                .list();
    }
}
