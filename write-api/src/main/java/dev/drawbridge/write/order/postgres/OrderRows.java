package dev.drawbridge.write.order.postgres;

import dev.drawbridge.write.order.model.Coupon;
import dev.drawbridge.write.order.model.Customer;
import dev.drawbridge.write.order.model.Order;
import dev.drawbridge.write.order.model.Shipment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The table of orders: one row each, locked as the root of everything that belongs to it. */
final class OrderRows {
    private final Handle handle;
    private final OrderChildRows parts;

    OrderRows(Handle handle, OrderChildRows parts) {
        this.handle = handle;
        this.parts = parts;
    }

    /** The whole order; its root is locked until the transaction ends. */
    Optional<Order> lockAndLoad(UUID id) {
        return handle.createQuery("""
                        select version, status, customer_name, customer_city, coupon_code, coupon_percent, carrier,
                          tracking_number, created_at, updated_at from orders where id = :id for update""")
                .bind("id", id)
                .map((row, context) -> order(id, row))
                .findOne();
    }

    private Order order(UUID id, ResultSet row) throws SQLException {
        String name = row.getString("customer_name");
        String coupon = row.getString("coupon_code");
        String carrier = row.getString("carrier");
        return new Order(
                id,
                row.getLong("version"),
                Order.Status.valueOf(row.getString("status")),
                name == null ? null : new Customer(name, row.getString("customer_city")),
                parts.lines(id),
                coupon == null ? null : new Coupon(coupon, row.getInt("coupon_percent")),
                carrier == null ? null : new Shipment(carrier, row.getString("tracking_number")),
                parts.staffNotes(id),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    /** False if there is a row with this id already. */
    boolean insert(Order order) {
        return bind(handle.createUpdate("""
                                insert into orders (id, version, status, customer_name, customer_city, coupon_code,
                                  coupon_percent, discount, carrier, tracking_number, currency, total, margin,
                                  risk_score, created_at, updated_at, erased)
                                values (:id, :version, :status, :name, :city, :couponCode, :couponPercent, :discount,
                                  :carrier, :trackingNumber, :currency, :total, :margin, :risk, :createdAt, :updatedAt,
                                  :erased)
                                on conflict (id) do nothing"""), order)
                        .bind("currency", Order.CURRENCY)
                        .bind("createdAt", utc(order.createdAt()))
                        .execute()
                == 1;
    }

    /** False if the row is not at version {@code before} any more. */
    boolean update(long before, Order order) {
        return bind(handle.createUpdate("""
                                update orders set version = :version, status = :status, customer_name = :name,
                                  customer_city = :city, coupon_code = :couponCode, coupon_percent = :couponPercent,
                                  discount = :discount, carrier = :carrier, tracking_number = :trackingNumber,
                                  total = :total, margin = :margin, risk_score = :risk, updated_at = :updatedAt,
                                  erased = :erased
                                where id = :id and version = :before"""), order).bind("before", before).execute() == 1;
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Order order) {
        Customer customer = order.customer();
        statement
                .bind("id", order.id())
                .bind("version", order.version())
                .bind("status", order.status().name())
                .bind("name", customer == null ? null : customer.name())
                .bind("city", customer == null ? null : customer.city())
                .bind("discount", order.discount())
                .bind("total", order.total())
                .bind("margin", order.margin())
                .bind("risk", order.riskScore())
                .bind("updatedAt", utc(order.updatedAt()))
                .bind("erased", order.erased());
        return bind(statement, order.coupon(), order.shipment());
    }

    private static <S extends SqlStatement<S>> S bind(
            S statement, @Nullable Coupon coupon, @Nullable Shipment shipment) {
        return statement
                .bind("couponCode", coupon == null ? null : coupon.code())
                .bind("couponPercent", coupon == null ? null : (Integer) coupon.percentOff())
                .bind("carrier", shipment == null ? null : shipment.carrier())
                .bind("trackingNumber", shipment == null ? null : shipment.trackingNumber());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
