package dev.drawbridge.write.order.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.drawbridge.outbox.EventIds;
import dev.drawbridge.write.StoredOrder;
import dev.drawbridge.write.StoredOrder.OutboxRow;
import dev.drawbridge.write.TestDatabase;
import dev.drawbridge.write.WriteDatabase;
import dev.drawbridge.write.order.application.CommandEnvelope;
import dev.drawbridge.write.order.application.OrderCommandHandler;
import dev.drawbridge.write.order.application.failure.ConnectionLost;
import dev.drawbridge.write.order.application.failure.StorageUnavailable;
import dev.drawbridge.write.order.application.port.MessageContext;
import dev.drawbridge.write.order.application.port.Orders;
import dev.drawbridge.write.order.application.port.Outcome;
import dev.drawbridge.write.order.application.retry.Backoff;
import dev.drawbridge.write.order.model.Decision.Accepted;
import dev.drawbridge.write.order.model.Order;
import dev.drawbridge.write.order.model.OrderCommand;
import dev.drawbridge.write.order.model.OrderCommand.DeliverOrder;
import dev.drawbridge.write.order.model.OrderCommand.EraseOrder;
import dev.drawbridge.write.order.model.OrderCommand.PlaceOrder;
import dev.drawbridge.write.order.model.OrderCommand.RemoveLine;
import dev.drawbridge.write.order.model.OrderCommand.StartProcessing;
import dev.drawbridge.write.order.model.OrderFixtures;
import dev.drawbridge.write.order.model.OrderLine;
import dev.drawbridge.write.order.model.Rejection;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresOrdersIT {
    private static final int THREADS = 16;

    private final TestDatabase database = TestDatabase.of("postgres_orders");
    private final HikariDataSource pool = database.writer(THREADS);
    private final Orders orders = orders(pool);
    private final OrderCommandHandler handler =
            new OrderCommandHandler(orders, new Backoff(5, Duration.ofMillis(5), Thread::sleep), Clock.systemUTC());
    private final UUID id = UUID.randomUUID();
    private final StoredOrder stored = new StoredOrder(database.admin(), id);

    private static Orders orders(HikariDataSource pool) {
        return new PostgresOrders(
                pool, new EventIds(Clock.systemUTC()), new Backoff(10, Duration.ofMillis(20), Thread::sleep));
    }

    @BeforeEach
    void clear() {
        database.clear();
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void loadsWhatWasSaved() {
        accept(OrderFixtures.createOrder());
        accept(OrderFixtures.addLine());
        accept(OrderFixtures.addLine(1_000, "1000000", "0.01"));
        Order loaded = accept(OrderFixtures.cancelOrder());

        assertThat(loaded.id()).isEqualTo(id);
        assertThat(loaded.version()).isEqualTo(4);
        assertThat(loaded.status()).isEqualTo(Order.Status.CANCELLED);
        assertThat(loaded.lines()).extracting(OrderLine::number).containsExactly(2L, 3L);
        assertThat(loaded.staffNotes()).containsExactly("calls back on Monday", "was friendly");
        assertThat(stored.number("select count(*) from orders where total = 1000000039.80 and risk_score = 100"))
                .isOne();
    }

    @Test
    void anUnknownOrderIsNone() {
        Order loaded = orders.inTransaction(transaction -> transaction.load(id));

        assertThat(loaded).isNull();
    }

    @Test
    void everyOutboxRowTellsTheStateOfItsVersion() {
        for (OrderCommand command : List.of(
                OrderFixtures.createOrder(),
                OrderFixtures.addLine(),
                OrderFixtures.addLine(7, "0.01", "0"),
                new RemoveLine(2),
                OrderFixtures.applyCoupon(),
                new PlaceOrder(),
                new StartProcessing(),
                OrderFixtures.shipOrder(),
                new DeliverOrder())) {
            Order order = accept(command);
            OutboxRow row = last(stored.outbox());
            assertThat(row.version()).isEqualTo(order.version()).isEqualTo(stored.version());
            assertThat(row.json().get("state")).isEqualTo(stored.state());
            assertThat(row.occurredAtUpdate()).isTrue();
            assertThat(row.aggregatetype()).isEqualTo("order");
            assertThat(row.aggregateid()).isEqualTo(id.toString());
            assertThat(row.payloadversion()).isEqualTo(1);
            assertThat(row.id().version()).isEqualTo(7);
        }
        assertThat(stored.outbox())
                .extracting(OutboxRow::type)
                .containsExactly(
                        "OrderCreated",
                        "OrderLineAdded",
                        "OrderLineAdded",
                        "OrderLineRemoved",
                        "CouponApplied",
                        "OrderPlaced",
                        "OrderProcessingStarted",
                        "OrderShipped",
                        "OrderDelivered");
        assertThat(stored.outbox().get(1).payload()).contains("\"price\": 19.90", "\"unitCost\": 11.00");
    }

    @Test
    void originTravelsWithTheRow() {
        handler.handle(new CommandEnvelope(
                id,
                OrderFixtures.createOrder(),
                OptionalLong.empty(),
                new MessageContext("trace", "corr", "cause"),
                Optional.empty()));

        OutboxRow row = last(stored.outbox());
        assertThat(row.traceparent()).isEqualTo("trace");
        assertThat(row.correlationid()).isEqualTo("corr");
        assertThat(row.causationid()).isEqualTo("cause");
    }

    @Test
    void rejectionsLeaveNoTrace() {
        accept(OrderFixtures.createOrder());

        assertThat(rejection(OrderFixtures.createOrder())).isEqualTo(Rejection.Kind.ALREADY_EXISTS);
        assertThat(rejection(OrderFixtures.addLine(0, "1", "1"))).isEqualTo(Rejection.Kind.INVALID_VALUE);
        assertThat(stored.version()).isEqualTo(1);
        assertThat(stored.outbox()).hasSize(1);
    }

    @Test
    void expectedVersionIsChecked() {
        accept(OrderFixtures.createOrder());

        assertThat(handle(OrderFixtures.addLine(), OptionalLong.of(1))).isEqualTo(new Outcome.Accepted(2));
        assertThat(handle(OrderFixtures.addLine(), OptionalLong.of(1)))
                .isEqualTo(new Outcome.Rejected(Rejection.staleVersion(1, 2)));
        assertThat(stored.version()).isEqualTo(2);
    }

    @Test
    void erasureLeavesIdVersionAndOneEmptyRow() {
        accept(OrderFixtures.createOrder());
        accept(OrderFixtures.addLine());
        accept(OrderFixtures.cancelOrder());
        UUID other = UUID.randomUUID();
        handler.handle(submission(other, OrderFixtures.createOrder(), OptionalLong.empty()));

        accept(new EraseOrder());

        assertThat(stored.outbox()).singleElement().satisfies(row -> {
            assertThat(row.type()).isEqualTo("OrderErased");
            assertThat(row.version()).isEqualTo(4);
            assertThat(row.payload()).isNull();
        });
        assertThat(stored.number("select count(*) from orders where erased and version = 4 and customer_name is null"
                        + " and customer_city is null and total = 0 and margin = 0 and risk_score = 0"))
                .isOne();
        assertThat(stored.number("select count(*) from order_lines")).isZero();
        assertThat(new StoredOrder(database.admin(), other).outbox()).hasSize(1);
        database.admin().useHandle(handle -> {
            handle.execute("delete from order_staff_notes where order_id = ?", other);
            handle.execute("delete from orders where id = ?", other);
            handle.execute("delete from outbox where aggregateid = ?", other.toString());
        });
        assertThat(StoredOrder.everything(database.admin()))
                .doesNotContain("Ada", "London", "Monday", "Teapot", "mind", "friendly");
        assertThat(rejection(OrderFixtures.createOrder())).isEqualTo(Rejection.Kind.ERASED);
        assertThat(rejection(new EraseOrder())).isEqualTo(Rejection.Kind.ERASED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "order_lines", "order_staff_notes", "outbox"})
    void nothingIsSavedWhenAnythingCannotBe(String table) {
        accept(OrderFixtures.createOrder());
        accept(OrderFixtures.addLine());
        String before = StoredOrder.everything(database.admin());
        failWritesTo(table);
        try {
            OrderCommand command = table.equals("order_lines") ? OrderFixtures.addLine() : OrderFixtures.cancelOrder();
            assertThatThrownBy(() -> accept(command))
                    .isInstanceOf(JdbiException.class)
                    .hasMessageNotContainingAny("mind", "friendly", "Teapot");
        } finally {
            database.admin().useHandle(handle -> handle.execute("drop trigger fail on " + table));
        }
        assertThat(StoredOrder.everything(database.admin())).isEqualTo(before);
        accept(OrderFixtures.cancelOrder());
    }

    @Test
    void aFailedErasureKeepsEverything() {
        accept(OrderFixtures.createOrder());
        accept(OrderFixtures.addLine());
        String before = StoredOrder.everything(database.admin());
        failWritesTo("outbox");
        try {
            assertThatThrownBy(() -> accept(new EraseOrder())).isInstanceOf(JdbiException.class);
        } finally {
            database.admin().useHandle(handle -> handle.execute("drop trigger fail on outbox"));
        }
        assertThat(StoredOrder.everything(database.admin())).isEqualTo(before);
    }

    @Test
    void concurrentChangesLoseNothing() throws Exception {
        accept(OrderFixtures.createOrder());
        int each = 6;

        List<Outcome> decisions = together(() -> {
            List<Outcome> mine = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                mine.add(handle(OrderFixtures.addLine(), OptionalLong.empty()));
            }
            return mine;
        });

        assertThat(decisions).hasSize(THREADS * each).allMatch(Outcome.Accepted.class::isInstance);
        List<OutboxRow> rows = stored.outbox();
        assertThat(rows)
                .extracting(OutboxRow::version)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, THREADS * each + 1).boxed().toList());
        for (OutboxRow row : rows) {
            assertThat(row.json().at("/state/lines")).hasSize((int) row.version() - 1);
            assertThat(row.json().at("/state/total").decimalValue())
                    .isEqualByComparingTo(new BigDecimal("39.80").multiply(BigDecimal.valueOf(row.version() - 1)));
        }
        assertThat(last(rows).json().get("state")).isEqualTo(stored.state());
        assertThat(rows.stream().map(row -> row.json().at("/state/updatedAt").textValue()))
                .isSorted();
    }

    @Test
    void ofConcurrentCreationsOneWinsAndTheOthersLearnOfIt() throws Exception {
        List<Outcome> decisions = together(() -> List.of(handle(OrderFixtures.createOrder(), OptionalLong.empty())));

        assertThat(decisions).filteredOn(Outcome.Accepted.class::isInstance).hasSize(1);
        assertThat(decisions)
                .filteredOn(Outcome.Rejected.class::isInstance)
                .hasSize(THREADS - 1)
                .allSatisfy(decision -> assertThat(
                                ((Outcome.Rejected) decision).rejection().kind())
                        .isEqualTo(Rejection.Kind.ALREADY_EXISTS));
        assertThat(stored.outbox()).hasSize(1);
    }

    @Test
    void ofConcurrentChangesOfOneVersionOneWins() throws Exception {
        accept(OrderFixtures.createOrder());

        List<Outcome> decisions = together(() -> List.of(handle(OrderFixtures.addLine(), OptionalLong.of(1))));

        assertThat(decisions).filteredOn(Outcome.Accepted.class::isInstance).hasSize(1);
        assertThat(stored.version()).isEqualTo(2);
    }

    @Test
    void aDeadlockIsTriedAgain() throws Exception {
        UUID other = UUID.randomUUID();
        accept(OrderFixtures.createOrder());
        handler.handle(submission(other, OrderFixtures.createOrder(), OptionalLong.empty()));
        Backoff backoff = new Backoff(5, Duration.ofMillis(5), Thread::sleep);
        AtomicInteger attempts = new AtomicInteger();
        CountDownLatch bothLocked = new CountDownLatch(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (List<UUID> pair : List.of(List.of(id, other), List.of(other, id))) {
                runs.add(threads.submit(() -> backoff.retry(() -> orders.inTransaction(transaction -> {
                    attempts.incrementAndGet();
                    transaction.load(pair.get(0));
                    bothLocked.countDown();
                    awaitQuietly(bothLocked);
                    return transaction.load(pair.get(1));
                }))));
            }
            for (Future<?> run : runs) {
                assertThat(run.get(30, TimeUnit.SECONDS)).isNotNull();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(attempts).hasValueGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "40001,TransientFailure",
        "40P01,TransientFailure",
        "55P03,TransientFailure",
        "57P01,ConnectionLost",
        "08006,ConnectionLost",
        "25P03,ConnectionLost",
        "25P04,ConnectionLost",
        "57014,StorageUnavailable",
        "53000,StorageUnavailable",
        "53100,StorageUnavailable",
        "53200,StorageUnavailable",
        "53300,StorageUnavailable",
        "25006,StorageUnavailable",
        "42703,StorageIncompatible",
        "42501,StorageIncompatible",
        "58030,StorageIncompatible",
        "XX000,StorageIncompatible"
    })
    void failuresAreToldApartByState(String state, String meaning) {
        assertThatThrownBy(() -> failWith(state))
                .extracting(e -> e.getClass().getSimpleName())
                .isEqualTo(meaning);
    }

    /** Too much to do is no fault of PostgreSQL, and its log would be searched in vain. */
    @Test
    void aPoolWithoutAFreeConnectionIsNamed() throws Exception {
        HikariConfig settings = new HikariConfig();
        pool.copyStateTo(settings);
        settings.setMaximumPoolSize(1);
        settings.setConnectionTimeout(3_000); // holds for the one that is taken here as well
        try (HikariDataSource small = new HikariDataSource(settings)) {
            Orders crowded = orders(small);
            try (Connection taken = small.getConnection()) {
                assertThat(taken.isClosed()).isFalse();
                assertThatThrownBy(() -> crowded.inTransaction(transaction -> transaction.load(id)))
                        .isInstanceOf(StorageUnavailable.class)
                        .hasMessageContaining("all are in use, or none can be made");
            }
            Order none = crowded.inTransaction(transaction -> transaction.load(id));
            assertThat(none).isNull();
        }
    }

    @Test
    void otherFailuresStayWhatTheyAre() {
        assertThatThrownBy(() -> failWith("22012")).isInstanceOf(JdbiException.class);
    }

    @Test
    void aConnectionThatBreaksLeavesNothingBehind() {
        accept(OrderFixtures.createOrder());

        assertThatThrownBy(() -> orders.inTransaction(transaction -> {
                    Order current = transaction.load(id);
                    Accepted accepted =
                            OrderFixtures.accept(OrderFixtures.addLine().decide(id, current, OrderFixtures.NOW));
                    transaction.save(current, accepted, MessageContext.UNKNOWN);
                    stored.number(
                            "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                                    + " where datname = current_database() and usename = 'drawbridge_writer' and state = 'idle in transaction'");
                    return true;
                }))
                .isInstanceOf(ConnectionLost.class);
        assertThat(stored.version()).isEqualTo(1);
        assertThat(accept(OrderFixtures.addLine()).version()).isEqualTo(2);
    }

    @Test
    void migratingAgainChangesNothing() {
        WriteDatabase.migrate(database.url(), "drawbridge_owner", TestDatabase.PASSWORD);

        assertThat(stored.number("select count(*) from write_schema_history where version = '1' and success"))
                .isOne();
    }

    private void failWith(String state) {
        database.admin().useHandle(handle -> {
            handle.execute("create or replace function fail() returns trigger language plpgsql as"
                    + " $$ begin raise exception 'no' using errcode = '" + state + "'; end $$");
            handle.execute("create trigger fail before insert on orders for each row execute function fail()");
        });
        try {
            handle(OrderFixtures.createOrder(), OptionalLong.empty());
        } finally {
            database.admin().useHandle(handle -> handle.execute("drop trigger fail on orders"));
        }
    }

    /** A write fails in a way that quotes the row, as a broken constraint does. */
    private void failWritesTo(String table) {
        database.admin().useHandle(handle -> {
            handle.execute("create or replace function fail() returns trigger language plpgsql as"
                    + " $$ begin raise exception 'no' using errcode = '23514'; end $$");
            handle.execute("create trigger fail before insert or update on " + table
                    + " for each row execute function fail()");
        });
    }

    private List<Outcome> together(Callable<List<Outcome>> work) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<List<Outcome>>> runs = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                runs.add(threads.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            start.countDown();
            List<Outcome> all = new ArrayList<>();
            for (Future<List<Outcome>> run : runs) {
                all.addAll(run.get(60, TimeUnit.SECONDS));
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("The other transaction did not start");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Order accept(OrderCommand command) {
        Outcome outcome = handle(command, OptionalLong.empty());
        Order order = orders.inTransaction(transaction -> transaction.load(id));
        assertThat(outcome).isEqualTo(new Outcome.Accepted(order.version()));
        return order;
    }

    private Rejection.Kind rejection(OrderCommand command) {
        return ((Outcome.Rejected) handle(command, OptionalLong.empty()))
                .rejection()
                .kind();
    }

    private Outcome handle(OrderCommand command, OptionalLong expectedVersion) {
        return handler.handle(submission(id, command, expectedVersion));
    }

    private static CommandEnvelope submission(UUID id, OrderCommand command, OptionalLong expectedVersion) {
        return new CommandEnvelope(id, command, expectedVersion, MessageContext.UNKNOWN, Optional.empty());
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
