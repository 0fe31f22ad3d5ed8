package dev.drawbridge.write.order.postgres;

import dev.drawbridge.write.order.application.Orders;
import java.time.Clock;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/**
 * Orders in PostgreSQL. Each transaction locks the root row, so two changes of one order follow one another and each sees
 * the whole of the other. Thread-safe.
 */
public final class PostgresOrders implements Orders {
    private final Jdbi jdbi;
    private final Outbox outbox;

    /** @param clock for the time within event ids */
    public PostgresOrders(DataSource dataSource, Clock clock) {
        this.jdbi = Jdbi.create(dataSource);
        // Jdbi would put the values of a failed statement into the message, and so into the log.
        jdbi.configure(StatementExceptions.class, messages -> messages.setMessageRendering(MessageRendering.NONE));
        this.outbox = new Outbox(new EventIds(clock));
    }

    @Override
    public <R> R inTransaction(Function<Transaction, R> work) {
        try {
            return jdbi.inTransaction(handle -> work.apply(new PostgresTransaction(handle, outbox)));
        } catch (JdbiException e) {
            throw SqlFailure.translate(e);
        }
    }
}
