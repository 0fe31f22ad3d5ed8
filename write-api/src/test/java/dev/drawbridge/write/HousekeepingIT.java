package dev.drawbridge.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes when its time is over, and what stays. Answers and statuses are kept for an hour here. */
class HousekeepingIT {
    private final TestDatabase database = TestDatabase.of("housekeeping");
    private final HikariDataSource writer = database.writer(2);
    private final Housekeeping housekeeping = new Housekeeping(
            writer,
            new MaintenanceSettings(0, "no_such_slot", Duration.ZERO, Duration.ofHours(1)),
            new SimpleMeterRegistry());
    private final Handle admin = database.admin().open();

    @BeforeEach
    void clear() {
        database.clear();
    }

    @AfterEach
    void close() {
        housekeeping.close();
        database.clear(); // or others would find commands that nobody can read
        admin.close();
        writer.close();
    }

    @Test
    void answersAndStatusesGoWhenTheirTimeIsOver() {
        answer("old", 61, null);
        answer("young", 59, null);
        status("accepted", 61);
        status("accepted", 59);
        status("failed", 600);
        status("pending", 600);

        housekeeping.round();

        assertThat(keys()).containsExactly("young");
        assertThat(states()).containsExactly("accepted", "pending");
    }

    /** A batch is 500. */
    @Test
    void manyGoInOneRound() {
        admin.execute(
                "insert into idempotency_keys (client, key, fingerprint, order_id, version, answered_at)"
                        + " select '', n::text, '', gen_random_uuid(), 1, now() - interval '2 hours' from generate_series(1, 1200) n");

        housekeeping.round();

        assertThat(keys()).isEmpty();
    }

    /** Or the command, sent again, would be queued a second time. */
    @Test
    void aKeyStaysWhileItsCommandIsPending() {
        answer("waiting", 600, status("pending", 600));
        answer("ended", 600, status("accepted", 1));
        answer("gone", 600, "00000000-0000-0000-0000-000000000000");

        housekeeping.round();

        assertThat(keys()).containsExactly("waiting");
    }

    @Test
    void aCleanerThatFailsStopsNothingElse() {
        answer("old", 61, null);
        status("accepted", 61);
        admin.execute("alter table outbox rename to outbox_away");
        try {
            housekeeping.round();
        } finally {
            admin.execute("alter table outbox_away rename to outbox");
        }

        assertThat(keys()).isEmpty();
        assertThat(states()).isEmpty();
    }

    @Test
    void answersThatCannotBeRemovedDoNotKeepStatuses() {
        status("accepted", 61);
        admin.execute("alter table idempotency_keys rename to keys_away");
        try {
            housekeeping.round();
        } finally {
            admin.execute("alter table keys_away rename to idempotency_keys");
        }

        assertThat(states()).isEmpty();
    }

    /** Or a missing right, a statement that took too long and a lost connection would read alike. */
    @Test
    void theLogSaysByItsStateWhatFailed() {
        CapturedErrors log = new CapturedErrors();
        admin.execute("revoke delete on commands from drawbridge_writer");
        try {
            housekeeping.round();
        } finally {
            admin.execute("grant delete on commands to drawbridge_writer");
            log.close();
        }

        assertThat(log.text())
                .contains("Old commands could not be removed, which is tried again: PSQLException, SQLSTATE 42501")
                .doesNotContain("permission denied");
    }

    @Test
    void closingWaitsForTheStatementInHand() throws Exception {
        answer("old", 61, null);
        admin.begin();
        admin.execute("select from idempotency_keys for update");
        housekeeping.start(Duration.ofMillis(1));
        await().until(() -> database.admin().withHandle(other -> other.createQuery(
                        "select count(*) = 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                .mapTo(Boolean.class)
                .one()));

        CountDownLatch closing = new CountDownLatch(1);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> {
            closing.countDown();
            housekeeping.close();
        });
        assertThat(closing.await(60, TimeUnit.SECONDS)).isTrue();
        await().during(Duration.ofMillis(300)).until(() -> !closed.isDone());
        admin.commit();
        closed.get(60, TimeUnit.SECONDS);

        assertThat(keys()).isEmpty();
    }

    private void answer(String key, int minutesAgo, @Nullable String commandId) {
        admin.createUpdate("""
                        insert into idempotency_keys (client, key, fingerprint, order_id, version, command_id, answered_at)
                        values ('', :key, '', gen_random_uuid(), case when cast(:command as uuid) is null then 1 end, cast(:command as uuid),
                          now() - make_interval(mins => :minutes))""")
                .bind("key", key)
                .bind("command", commandId)
                .bind("minutes", minutesAgo)
                .execute();
    }

    /** @return the command's id */
    private String status(String state, int minutesAgo) {
        return admin.createQuery("""
                        insert into commands (id, order_id, type, body, state, version, received_at, finished_at)
                        values (gen_random_uuid(), gen_random_uuid(), 'create', case when :state = 'pending' then '{}' end,
                          :state, case when :state = 'accepted' then 1 end, now() - interval '1 day',
                          case when :state <> 'pending' then now() - make_interval(mins => :minutes) end)
                        returning id::text""")
                .bind("state", state)
                .bind("minutes", minutesAgo)
                .mapTo(String.class)
                .one();
    }

    private List<String> keys() {
        return admin.createQuery("select key from idempotency_keys order by key")
                .mapTo(String.class)
                .list();
    }

    private List<String> states() {
        return admin.createQuery("select state from commands order by state")
                .mapTo(String.class)
                .list();
    }
}
