package dev.drawbridge.bench.write;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;

/** The statements of the write API for the same commands, sent by nothing but JDBC: what any service of this design costs. */
final class DirectWrites implements Load.Client {
    private static final String LOAD =
            "select version, status, customer_name, customer_city, coupon_code, coupon_percent,"
                    + " carrier, tracking_number, created_at, updated_at from orders where id = ? for update";
    private static final String LINES = "select line_no, product_name, quantity, unit_price, unit_cost"
            + " from order_lines where order_id = ? order by line_no";
    private static final String NOTES = "select note from order_staff_notes where order_id = ? order by note_no";
    private static final String INSERT = "insert into orders (id, version, status, customer_name, customer_city,"
            + " coupon_code, coupon_percent, discount, carrier, tracking_number, currency, total, margin, risk_score,"
            + " created_at, updated_at, erased) values (?, 1, 'CREATED', ?, ?, null, null, ?, null, null, 'EUR', ?, ?, 0,"
            + " ?, ?, false) on conflict (id) do nothing";
    private static final String UPDATE = "update orders set version = ?, status = 'CREATED', customer_name = ?,"
            + " customer_city = ?, coupon_code = null, coupon_percent = null, discount = ?, carrier = null,"
            + " tracking_number = null, total = ?, margin = ?, risk_score = 12, updated_at = ?, erased = false"
            + " where id = ? and version = ?";
    private static final String ADD_LINE = "insert into order_lines (order_id, line_no, product_name, quantity,"
            + " unit_price, unit_cost) values (?, ?, ?, ?, ?, ?)";
    private static final String OUTBOX = "insert into outbox (id, aggregatetype, aggregateid, version, type,"
            + " payloadversion, payload, occurredat, correlationid, causationid, traceparent, replay)"
            + " values (?, 'order', ?, ?, ?, 1, ?::jsonb, ?, null, null, null, false) returning pg_current_xact_id()::text";
    private static final String CLAIM =
            "select c.claimed, k.fingerprint, k.version, k.rejection, k.reason, k.command_id"
                    + " from (select pg_try_advisory_xact_lock(hashtextextended(? || '/' || ?, 0)) claimed) c"
                    + " left join idempotency_keys k on k.client = ? and k.key = ?";
    private static final String REMEMBER = "insert into idempotency_keys (client, key, fingerprint, order_id, version,"
            + " rejection, reason, command_id) values ('', ?, decode(?, 'hex'), ?, ?, null, null, null)"
            + " on conflict do nothing returning pg_current_xact_id()::text";

    private static final String EMPTY =
            "{\"event\":{},\"state\":{\"status\":\"CREATED\",\"customer\":{\"name\":\"Ada Lovelace\","
                    + "\"city\":\"London\"},\"currency\":\"EUR\",\"lines\":[],\"discount\":0.00,\"total\":0.00,\"margin\":0.00,"
                    + "\"riskScore\":0,\"staffNotes\":[],\"createdAt\":\"2026-11-24T06:41:50.509316Z\","
                    + "\"updatedAt\":\"2026-11-24T06:41:50.618899Z\"}}";
    private static final String LINE =
            "{\"number\":2,\"name\":\"Brass kettle\",\"quantity\":2,\"price\":19.90,\"unitCost\":11.00}";
    private static final String ONE_LINE = EMPTY.replace("\"event\":{}", "\"event\":{\"line\":" + LINE + "}")
            .replace("[],\"disc", "[" + LINE + "],\"disc");
    private static final BigDecimal ZERO = new BigDecimal("0.00");

    private final DataSource pool;
    private final boolean outbox;
    private final boolean keyed;

    private UUID order = UUID.randomUUID();

    DirectWrites(DataSource pool, boolean outbox, boolean keyed) {
        this.pool = pool;
        this.outbox = outbox;
        this.keyed = keyed;
    }

    private interface Work {
        void run(Connection connection) throws SQLException;
    }

    @Override
    public void createOrder() throws SQLException {
        order = UUID.randomUUID();
        inTransaction(1, connection -> {
            read(connection, LOAD, order);
            OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
            write(connection, INSERT, order, "Ada Lovelace", "London", ZERO, ZERO, ZERO, now, now);
            announce(connection, 1, "OrderCreated", EMPTY, now);
        });
    }

    @Override
    public void addLine() throws SQLException {
        inTransaction(2, connection -> {
            read(connection, LOAD, order);
            read(connection, LINES, order);
            read(connection, NOTES, order);
            OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
            BigDecimal price = new BigDecimal("19.90");
            write(connection, UPDATE, 2L, "Ada Lovelace", "London", ZERO, price, price, now, order, 1L);
            write(connection, ADD_LINE, order, 2L, "Brass kettle", 2, price, new BigDecimal("11.00"));
            announce(connection, 2, "OrderLineAdded", ONE_LINE, now);
        });
    }

    @Override
    public void close() {}

    private void inTransaction(long version, Work work) throws SQLException {
        String key = UUID.randomUUID().toString();
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            if (keyed) {
                read(connection, CLAIM, "", key, "", key);
            }
            work.run(connection);
            if (keyed) {
                read(connection, REMEMBER, key, "0".repeat(64), order, version);
            }
            connection.commit();
        }
    }

    private void announce(Connection connection, long version, String type, String payload, OffsetDateTime at)
            throws SQLException {
        if (outbox) {
            read(connection, OUTBOX, UUID.randomUUID(), order.toString(), version, type, payload, at);
        }
    }

    private static void read(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                rows.getString(1);
            }
        }
    }

    private static void write(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            if (statement.executeUpdate() != 1) {
                throw new SQLException("Nothing was written");
            }
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
