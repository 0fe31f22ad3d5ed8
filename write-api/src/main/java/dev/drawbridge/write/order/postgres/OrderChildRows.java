package dev.drawbridge.write.order.postgres;

import dev.drawbridge.write.order.model.Order;
import dev.drawbridge.write.order.model.OrderLine;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What an order consists of besides its root row: lines and staff notes. */
final class OrderChildRows {
    private final Handle handle;

    OrderChildRows(Handle handle) {
        this.handle = handle;
    }

    List<OrderLine> lines(UUID id) {
        return handle.createQuery("""
                        select line_no, product_name, quantity, unit_price, unit_cost
                        from order_lines where order_id = :id order by line_no""")
                .bind("id", id)
                .map((row, context) -> new OrderLine(
                        row.getLong("line_no"),
                        row.getString("product_name"),
                        row.getInt("quantity"),
                        row.getBigDecimal("unit_price"),
                        row.getBigDecimal("unit_cost")))
                .list();
    }

    List<String> staffNotes(UUID id) {
        return handle.createQuery("select note from order_staff_notes where order_id = :id order by note_no")
                .bind("id", id)
                .mapTo(String.class)
                .list();
    }

    /** Writes what {@code order} has and {@code before} had not, removes what it has no more. */
    void save(List<OrderLine> linesBefore, int notesBefore, Order order) {
        for (OrderLine line : linesBefore) {
            if (!order.lines().contains(line)) {
                handle.execute("delete from order_lines where order_id = ? and line_no = ?", order.id(), line.number());
            }
        }
        for (OrderLine line : order.lines()) {
            if (!linesBefore.contains(line)) {
                add(order.id(), line);
            }
        }
        for (int i = notesBefore; i < order.staffNotes().size(); i++) {
            handle.execute(
                    "insert into order_staff_notes (order_id, note_no, note) values (?, ?, ?)",
                    order.id(),
                    i + 1,
                    order.staffNotes().get(i));
        }
    }

    /** One by one, not as a batch: a driver quotes the values of a batch that fails. */
    private void add(UUID id, OrderLine line) {
        handle.execute(
                "insert into order_lines (order_id, line_no, product_name, quantity, unit_price, unit_cost)"
                        + " values (?, ?, ?, ?, ?, ?)",
                id,
                line.number(),
                line.productName(),
                line.quantity(),
                line.unitPrice(),
                line.unitCost());
    }

    void forget(UUID id) {
        handle.execute("delete from order_lines where order_id = ?", id);
        handle.execute("delete from order_staff_notes where order_id = ?", id);
    }
}
