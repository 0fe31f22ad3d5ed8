package dev.drawbridge.write;

import dev.drawbridge.outbox.OutboxCleaner;
import dev.drawbridge.write.order.postgres.SqlFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what is no longer needed, in small batches: captured outbox rows, answers and commands past their time. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final int AT_ONCE = 500;

    /** Longer than a statement may take. */
    private static final long FINISH_WITHIN_MS = 15_000;

    /** Not while the command they answer is pending: sent again, it would be queued a second time. */
    private static final String OLD_ANSWERS = "delete from idempotency_keys where ctid = any(array("
            + "select ctid from idempotency_keys k where answered_at < now() - make_interval(secs => ?) and not exists"
            + " (select from commands c where c.id = k.command_id and c.state = 'pending') limit ?))";

    private static final String OLD_COMMANDS = "delete from commands where ctid = any(array(select ctid from commands"
            + " where state <> 'pending' and finished_at < now() - make_interval(secs => ?) limit ?))";

    private final DataSource dataSource;
    private final OutboxCleaner cleaner;
    private final Duration answerRetention;
    private final Counter removedRows;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    private @Nullable ScheduledFuture<?> rounds;
    private volatile boolean open = true;

    Housekeeping(DataSource dataSource, MaintenanceSettings settings, MeterRegistry metrics) {
        this.dataSource = dataSource;
        this.cleaner = new OutboxCleaner(dataSource, Clock.systemUTC(), settings.slot(), settings.outboxRetention());
        this.answerRetention = settings.answerRetention();
        this.removedRows = Counter.builder("drawbridge.write.outbox.removed")
                .description("Outbox rows removed once they were captured")
                .register(metrics);
    }

    void start() {
        start(EVERY);
    }

    void start(Duration every) {
        rounds = thread.scheduleWithFixedDelay(this::round, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One round over everything; what fails stops nothing else, and is tried again in the next. */
    void round() {
        attempt("outbox rows", () -> removedRows.increment(cleaner.round()));
        attempt("answers", () -> remove(OLD_ANSWERS));
        attempt("commands", () -> remove(OLD_COMMANDS));
    }

    private interface Work {
        void run() throws SQLException;
    }

    /** Errors of the JVM too: there would be no further round. */
    private static void attempt(String what, Work work) {
        try {
            work.run();
        } catch (Throwable e) {
            LOG.warn("Old {} could not be removed, which is tried again: {}", what, SqlFailure.kindOf(e));
        }
    }

    /** Begins nothing more, and waits for the batches in hand. */
    @Override
    public void close() {
        if (rounds != null) {
            rounds.cancel(false);
        }
        open = false;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(FINISH_WITHIN_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("Housekeeping does not end, and is cut");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void remove(String batch) throws SQLException {
        if (!open) {
            return;
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete = connection.prepareStatement(batch)) {
            delete.setDouble(1, answerRetention.toMillis() / 1e3);
            delete.setInt(2, AT_ONCE);
            while (delete.executeUpdate() == AT_ONCE && open) {
                // The next batch; each is a transaction of its own.
            }
        }
    }
}
