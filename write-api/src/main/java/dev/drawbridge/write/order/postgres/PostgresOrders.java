package dev.drawbridge.write.order.postgres;

import dev.drawbridge.outbox.EventIds;
import dev.drawbridge.write.order.application.failure.ConnectionLost;
import dev.drawbridge.write.order.application.port.Orders;
import dev.drawbridge.write.order.application.retry.Backoff;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jspecify.annotations.Nullable;

/**
 * Orders in PostgreSQL. Each transaction locks the root row, so two changes of one order follow one another and each sees
 * the whole of the other. Thread-safe.
 */
public final class PostgresOrders implements Orders {
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Jdbi jdbi;
    private final OrderOutbox outbox;
    private final CommitOutcomeResolver commitOutcomes;

    /**
     * @param ids of the events
     * @param backoff between questions about a commit during which the connection broke
     */
    public PostgresOrders(DataSource dataSource, EventIds ids, Backoff backoff) {
        this.jdbi = Jdbi.create(dataSource);
        jdbi.registerArgument(new JdbcArguments());
        // Jdbi would put the values of a failed statement into the message, and so into the log.
        jdbi.configure(StatementExceptions.class, messages -> messages.setMessageRendering(MessageRendering.NONE));
        // A connection that broke cannot end its transaction; the pool throws it away.
        jdbi.configure(Handles.class, handles -> handles.setForceEndTransactions(false));
        this.outbox = new OrderOutbox(ids);
        this.commitOutcomes = new CommitOutcomeResolver(jdbi, backoff);
    }

    @Override
    public <R> R inTransaction(Function<Transaction, R> work) {
        try (Handle handle = open()) {
            PostgresTransaction transaction = new PostgresTransaction(handle, outbox);
            R result = run(handle, transaction, work);
            commit(handle, transaction.evidence());
            return result;
        }
    }

    @Override
    public List<UUID> idsAfter(@Nullable UUID after, int limit) {
        try {
            return jdbi.withHandle(
                    handle -> handle.createQuery("select id from orders where id > :after order by id limit :limit")
                            .bind("after", after == null ? BEFORE_ALL : after)
                            .bind("limit", limit)
                            .mapTo(UUID.class)
                            .list());
        } catch (RuntimeException e) {
            throw SqlFailure.beforeCommit(e);
        }
    }

    private Handle open() {
        try {
            return jdbi.open();
        } catch (RuntimeException e) {
            throw SqlFailure.beforeCommit(e);
        }
    }

    private static <R> R run(Handle handle, PostgresTransaction transaction, Function<Transaction, R> work) {
        try {
            handle.begin();
            return work.apply(transaction);
        } catch (RuntimeException e) {
            rollback(handle, e);
            throw SqlFailure.beforeCommit(e);
        } catch (Error e) {
            rollback(handle, e);
            throw e;
        }
    }

    /** A connection that cannot roll back is closed, which rolls back as well. */
    private static void rollback(Handle handle, Throwable reason) {
        try {
            handle.rollback();
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    private void commit(Handle handle, @Nullable CommitEvidence evidence) {
        try {
            handle.commit();
        } catch (RuntimeException e) {
            if (!SqlFailure.isCut(e)) {
                throw SqlFailure.beforeCommit(e);
            }
            if (evidence == null || !commitOutcomes.isCommitted(evidence, e)) {
                throw new ConnectionLost("PostgreSQL was lost and rolled a transaction back", e);
            }
        }
    }
}
