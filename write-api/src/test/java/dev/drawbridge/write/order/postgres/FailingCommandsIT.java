package dev.drawbridge.write.order.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.drawbridge.outbox.EventIds;
import dev.drawbridge.write.StoredOrder;
import dev.drawbridge.write.TestDatabase;
import dev.drawbridge.write.order.application.CommandEnvelope;
import dev.drawbridge.write.order.application.OrderCommandHandler;
import dev.drawbridge.write.order.application.Republisher;
import dev.drawbridge.write.order.application.failure.StorageIncompatible;
import dev.drawbridge.write.order.application.port.CommandStatus.State;
import dev.drawbridge.write.order.application.port.MessageContext;
import dev.drawbridge.write.order.application.port.Orders;
import dev.drawbridge.write.order.application.port.QueuedCommand;
import dev.drawbridge.write.order.application.queue.AsyncCommandHandler;
import dev.drawbridge.write.order.application.queue.Deferrals;
import dev.drawbridge.write.order.application.queue.QueuedCommandFailed;
import dev.drawbridge.write.order.application.queue.Workers;
import dev.drawbridge.write.order.application.retry.Backoff;
import dev.drawbridge.write.order.model.OrderCommand;
import dev.drawbridge.write.order.model.OrderFixtures;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queued commands that fail, for reasons of their own or of the process. */
@ResourceLock(TestDatabase.SHARED)
class FailingCommandsIT {
    private final TestDatabase database = TestDatabase.get();
    private final HikariDataSource pool = database.writer(4);
    private final Backoff backoff = new Backoff(5, Duration.ofMillis(5), Thread::sleep);
    private final Orders orders = new PostgresOrders(pool, new EventIds(Clock.systemUTC()), backoff);
    private final OrderCommandHandler now = new OrderCommandHandler(orders, backoff, Clock.systemUTC());
    private final AsyncCommandHandler handler =
            new AsyncCommandHandler(orders, now, backoff, (type, body) -> read(type), Deferrals.DEFAULT);
    private final QueuedCommand command = new QueuedCommand(
            UUID.randomUUID(), "", UUID.randomUUID(), "create", "{}", OptionalLong.empty(), MessageContext.UNKNOWN);
    private final StoredOrder stored = new StoredOrder(database.admin(), command.orderId());

    private volatile Optional<Throwable> failure = Optional.empty();

    @BeforeEach
    void queueOne() {
        database.clear();
        handler.submit(command, Optional.empty());
    }

    @AfterEach
    void close() {
        inDatabase("drop trigger if exists fail on orders");
        pool.close();
    }

    @Test
    void pausesGrowUntilItIsGivenUpAfterHalfAnHour() {
        failWith("22012"); // as a bug would
        double waited = 0;
        for (int attempt = 1; state() == State.PENDING; attempt++) {
            makeDue();
            double before = databaseClock();
            assertThatThrownBy(handler::runNext)
                    .isInstanceOf(QueuedCommandFailed.class)
                    .hasMessageContaining(command.id().toString())
                    .hasCauseInstanceOf(JdbiException.class);
            if (state() == State.PENDING) {
                double pause = Math.min(300, Math.pow(2, attempt - 1));
                assertDueAfter(pause, before);
                if (pause >= 8) { // a shorter one may be over by now
                    assertThat(handler.runNext()).isFalse();
                }
                waited += pause;
            }
        }

        assertThat(state()).isEqualTo(State.FAILED);
        assertThat(waited).isBetween(1_200.0, 3_600.0);
        assertThat(stored.version()).isZero();
        assertThat(stored.number("select count(*) from commands where body is not null"))
                .isZero();
    }

    /** What the server lacks, what does not fit this release, and what is broken. */
    @ParameterizedTest
    @ValueSource(strings = {"53100", "53200", "53300", "42703", "42P01", "42501", "58030", "XX001"})
    void whatIsTheFaultOfTheDatabaseIsNotCounted(String state) {
        failWith(state);

        failOnce(state.startsWith("53") ? 1 : 10);

        assertThat(stored.number("select attempts from commands")).isZero();
        inDatabase("drop trigger fail on orders");
        makeDue();
        assertThat(handler.runNext()).isTrue();
        assertThat(state()).isEqualTo(State.ACCEPTED);
    }

    /** Rows of the outbox were lost, by a restore of it alone, say. */
    @Test
    void anOrderWhoseOutboxLacksVersionsWaitsUntilItIsRepublished() {
        carryOutNow(OrderFixtures.createOrder());
        handler.submit(
                new QueuedCommand(
                        UUID.randomUUID(),
                        "",
                        command.orderId(),
                        "add-line",
                        "{}",
                        OptionalLong.empty(),
                        MessageContext.UNKNOWN),
                Optional.empty());
        inDatabase("update commands set state = 'rejected', body = null, rejection = 'ERASED', reason = '',"
                + " finished_at = now() where type = 'create'");
        inDatabase("delete from outbox");
        assertThatThrownBy(() -> carryOutNow(OrderFixtures.addLine()))
                .isInstanceOf(StorageIncompatible.class)
                .hasMessageContainingAll("SQLSTATE 23514", "republish");
        makeDue();
        assertThatThrownBy(handler::runNext).isInstanceOf(QueuedCommandFailed.class);
        assertThat(stored.number("select sum(attempts) from commands")).isZero();

        assertThat(new Republisher(orders, backoff).republish(command.orderId()))
                .isTrue();
        makeDue();

        assertThat(handler.runNext()).isTrue();
        assertThat(stored.version()).isEqualTo(2);
        assertThat(stored.outbox()).extracting(StoredOrder.OutboxRow::version).containsExactly(1L, 2L);
    }

    @Test
    void whatCannotBeReadHereIsLeftToOtherInstancesForAWeek() {
        failure = Optional.of(new IllegalArgumentException("of a reader of another release"));
        inDatabase("update commands set received_at = now() - interval '6 days 23 hours', attempts = 13");
        failOnce(10);
        assertThat(stored.number("select attempts from commands")).isEqualTo(13);

        inDatabase("update commands set received_at = now() - interval '7 days 1 hour'");
        makeDue();
        assertThatThrownBy(handler::runNext).isInstanceOf(RuntimeException.class);

        assertThat(state()).isEqualTo(State.FAILED);
        assertThat(stored.number("select count(*) from commands where body is not null"))
                .isZero();
    }

    /** It is refused whatever it says, and may say something personal. */
    @Test
    void whatCannotBeReadIsRefusedAndForgottenIfItsOrderIsErased() {
        carryOutNow(OrderFixtures.createOrder());
        carryOutNow(new OrderCommand.EraseOrder());
        UUID late = UUID.randomUUID();
        handler.submit(
                new QueuedCommand(
                        late, "", command.orderId(), "create", "{}", OptionalLong.empty(), MessageContext.UNKNOWN),
                Optional.empty());
        failure = Optional.of(new IllegalArgumentException("of a reader of another release"));

        assertThat(handler.runNext()).isTrue();

        assertThat(handler.status(late, "").orElseThrow().state()).isEqualTo(State.REJECTED);
        assertThat(stored.number("select count(*) from commands where body is not null"))
                .isZero();
    }

    @Test
    void aWorkerSurvivesAnError() {
        Queue<Throwable> heard = new ConcurrentLinkedQueue<>();
        failure = Optional.of(new StackOverflowError());
        try (Workers workers = new Workers(handler, 1, e -> {
            heard.add(e);
            throw new OutOfMemoryError("of the log");
        })) {
            workers.wake();
            await().until(() -> !heard.isEmpty());
            assertThat(heard.peek()).hasCauseInstanceOf(StackOverflowError.class);
            assertThat(stored.version()).isZero();

            failure = Optional.empty();
            await().atMost(Duration.ofSeconds(20)).until(() -> state() == State.ACCEPTED);
        }
        assertThat(stored.outbox()).hasSize(1);
        assertThat(stored.number("select attempts from commands")).isPositive();
    }

    private OrderCommand read(String task) {
        failure.ifPresent(FailingCommandsIT::raise);
        return task.equals("create") ? OrderFixtures.createOrder() : OrderFixtures.addLine();
    }

    private static void raise(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    private State state() {
        return handler.status(command.id(), "").orElseThrow().state();
    }

    private void failWith(String state) {
        inDatabase("create or replace function fail() returns trigger language plpgsql as"
                + " $$ begin raise exception 'no' using errcode = '" + state + "'; end $$");
        inDatabase("create trigger fail before insert on orders for each row execute function fail()");
    }

    private void carryOutNow(OrderCommand what) {
        now.handle(new CommandEnvelope(
                command.orderId(), what, OptionalLong.empty(), MessageContext.UNKNOWN, Optional.empty()));
    }

    /** @param pause the seconds after which it is due again */
    private void failOnce(double pause) {
        makeDue();
        double before = databaseClock();
        assertThatThrownBy(handler::runNext).isInstanceOf(RuntimeException.class);
        assertDueAfter(pause, before);
    }

    /** Counted from a moment between {@code before} and now. */
    private void assertDueAfter(double pause, double before) {
        assertThat(seconds("select extract(epoch from due_at) from commands"))
                .isBetween(before + pause, databaseClock() + pause);
    }

    private void makeDue() {
        inDatabase("update commands set due_at = now()");
    }

    private double databaseClock() {
        return seconds("select extract(epoch from clock_timestamp())");
    }

    private double seconds(String sql) {
        return database.admin()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(Double.class).one());
    }

    private void inDatabase(String sql) {
        database.admin().useHandle(handle -> handle.execute(sql));
    }
}
