package dev.drawbridge.write.order.postgres;

import dev.drawbridge.write.order.application.Orders;
import dev.drawbridge.write.order.application.Origin;
import dev.drawbridge.write.order.application.TransientFailure;
import dev.drawbridge.write.order.model.Customer;
import dev.drawbridge.write.order.model.Decision.Accepted;
import dev.drawbridge.write.order.model.Order;
import dev.drawbridge.write.order.model.OrderLine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** One transaction on the private tables and the outbox. Used by one thread. */
final class PostgresTransaction implements Orders.Transaction {
    private final Handle handle;
    private final Outbox outbox;

    PostgresTransaction(Handle handle, Outbox outbox) {
        this.handle = handle;
        this.outbox = outbox;
    }

    @Override
    public @Nullable Order load(UUID id) {
        return handle.createQuery("""
                        select version, status, customer_name, customer_city, created_at, updated_at
                        from orders where id = :id for update""")
                .bind("id", id)
                .map((row, context) -> order(id, row))
                .findOne()
                .orElse(null);
    }

    @Override
    public void save(@Nullable Order before, Accepted accepted, Origin origin) {
        Order order = accepted.order();
        saveRoot(before, order);
        if (order.erased()) {
            forget(order.id());
        } else {
            addLines(order, before == null ? 0 : before.lines().size());
            addStaffNotes(order, before == null ? 0 : before.staffNotes().size());
        }
        outbox.append(handle, order, accepted.event(), origin);
    }

    private Order order(UUID id, ResultSet row) throws SQLException {
        String name = row.getString("customer_name");
        return new Order(
                id,
                row.getLong("version"),
                Order.Status.valueOf(row.getString("status")),
                name == null ? null : new Customer(name, row.getString("customer_city")),
                lines(id),
                staffNotes(id),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    private List<OrderLine> lines(UUID id) {
        return handle.createQuery("""
                        select product_name, quantity, unit_price, unit_cost
                        from order_lines where order_id = :id order by line_no""")
                .bind("id", id)
                .map((row, context) -> new OrderLine(
                        row.getString("product_name"),
                        row.getInt("quantity"),
                        row.getBigDecimal("unit_price"),
                        row.getBigDecimal("unit_cost")))
                .list();
    }

    private List<String> staffNotes(UUID id) {
        return handle.createQuery("select note from order_staff_notes where order_id = :id order by note_no")
                .bind("id", id)
                .mapTo(String.class)
                .list();
    }

    /** Saves the root only if it is still as it was when this transaction looked. */
    private void saveRoot(@Nullable Order before, Order order) {
        int saved = before == null ? insertRoot(order) : updateRoot(before, order);
        if (saved != 1) {
            throw new TransientFailure("Another transaction saved the order first", null);
        }
    }

    private int insertRoot(Order order) {
        return bindRoot(handle.createUpdate("""
                                insert into orders (id, version, status, customer_name, customer_city, currency,
                                  total, margin, risk_score, created_at, updated_at, erased)
                                values (:id, :version, :status, :name, :city, :currency,
                                  :total, :margin, :risk, :createdAt, :updatedAt, :erased)
                                on conflict (id) do nothing"""), order)
                .bind("currency", Order.CURRENCY)
                .bind("createdAt", utc(order.createdAt()))
                .execute();
    }

    private int updateRoot(Order before, Order order) {
        return bindRoot(handle.createUpdate("""
                                update orders set version = :version, status = :status, customer_name = :name,
                                  customer_city = :city, total = :total, margin = :margin, risk_score = :risk,
                                  updated_at = :updatedAt, erased = :erased
                                where id = :id and version = :before"""), order)
                .bind("before", before.version())
                .execute();
    }

    private static <S extends SqlStatement<S>> S bindRoot(S statement, Order order) {
        Customer customer = order.customer();
        return statement
                .bind("id", order.id())
                .bind("version", order.version())
                .bind("status", order.status().name())
                .bind("name", customer == null ? null : customer.name())
                .bind("city", customer == null ? null : customer.city())
                .bind("total", order.total())
                .bind("margin", order.margin())
                .bind("risk", order.riskScore())
                .bind("updatedAt", utc(order.updatedAt()))
                .bind("erased", order.erased());
    }

    /** One by one, not as a batch: a driver quotes the values of a batch that fails. */
    private void addLines(Order order, int stored) {
        for (int i = stored; i < order.lines().size(); i++) {
            OrderLine line = order.lines().get(i);
            handle.execute(
                    "insert into order_lines (order_id, line_no, product_name, quantity, unit_price, unit_cost)"
                            + " values (?, ?, ?, ?, ?, ?)",
                    order.id(),
                    i + 1,
                    line.productName(),
                    line.quantity(),
                    line.unitPrice(),
                    line.unitCost());
        }
    }

    private void addStaffNotes(Order order, int stored) {
        List<String> notes = order.staffNotes();
        for (int i = stored; i < notes.size(); i++) {
            handle.execute(
                    "insert into order_staff_notes (order_id, note_no, note) values (?, ?, ?)",
                    order.id(),
                    i + 1,
                    notes.get(i));
        }
    }

    /** Removes what the root row does not hold; the root itself was emptied before. */
    private void forget(UUID id) {
        handle.execute("delete from order_lines where order_id = ?", id);
        handle.execute("delete from order_staff_notes where order_id = ?", id);
        outbox.purge(handle, id);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
