package dev.drawbridge.write;

import dev.drawbridge.write.outbox.OutboxCleaner;
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

    private static final String OLD_ANSWERS = "delete from idempotency_keys where ctid = any(array("
            + "select ctid from idempotency_keys where answered_at < now() - make_interval(secs => ?) limit ?))";
    private static final String OLD_COMMANDS = "delete from commands where ctid = any(array("
            + "select ctid from commands where state <> 'pending' and finished_at < now() - make_interval(secs => ?) limit ?))";

    private final DataSource dataSource;
    private final OutboxCleaner cleaner;
    private final Duration answerRetention;
    private final Counter removedRows;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    private @Nullable ScheduledFuture<?> rounds;

    Housekeeping(DataSource dataSource, CareSettings settings, MeterRegistry metrics) {
        this.dataSource = dataSource;
        this.cleaner = new OutboxCleaner(dataSource, Clock.systemUTC(), settings.slot(), settings.outboxRetention());
        this.answerRetention = settings.answerRetention();
        this.removedRows = Counter.builder("drawbridge.write.outbox.removed")
                .description("Outbox rows removed once they were captured")
                .register(metrics);
    }

    void start() {
        rounds = thread.scheduleWithFixedDelay(this::round, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One round over everything; what fails is tried again in the next. */
    void round() {
        try {
            removedRows.increment(cleaner.round());
            remove(OLD_ANSWERS);
            remove(OLD_COMMANDS);
        } catch (SQLException | RuntimeException e) {
            LOG.warn("Housekeeping failed and is tried again: {}", e.getClass().getSimpleName());
        }
    }

    /** A round that has begun is finished. */
    @Override
    public void close() {
        if (rounds != null) {
            rounds.cancel(false);
        }
        thread.shutdown();
    }

    private void remove(String batch) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete = connection.prepareStatement(batch)) {
            delete.setDouble(1, answerRetention.toMillis() / 1e3);
            delete.setInt(2, AT_ONCE);
            while (delete.executeUpdate() == AT_ONCE) {
                // The next batch; each is a transaction of its own.
            }
        }
    }
}
