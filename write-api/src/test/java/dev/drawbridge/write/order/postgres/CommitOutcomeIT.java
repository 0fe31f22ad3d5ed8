package dev.drawbridge.write.order.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.outbox.EventIds;
import dev.drawbridge.write.TestDatabase;
import dev.drawbridge.write.order.application.failure.OutcomeUnknown;
import dev.drawbridge.write.order.application.port.IdempotencyKey;
import dev.drawbridge.write.order.application.port.MessageContext;
import dev.drawbridge.write.order.application.port.Orders.Transaction;
import dev.drawbridge.write.order.application.port.Outcome;
import dev.drawbridge.write.order.application.port.QueuedCommand;
import dev.drawbridge.write.order.application.retry.Backoff;
import dev.drawbridge.write.order.model.Order;
import dev.drawbridge.write.order.model.OrderCommand;
import dev.drawbridge.write.order.model.OrderCommand.EraseOrder;
import dev.drawbridge.write.order.model.OrderFixtures;
import dev.drawbridge.write.order.model.Rejection;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a transaction is told by its own row, never by its id alone, which another one may have been given. */
@ResourceLock(TestDatabase.SHARED)
class CommitOutcomeIT {
    private static final IdempotencyKey KEY = new IdempotencyKey("client", "key", "00");
    private static final Outcome REFUSED = new Outcome.Rejected(Rejection.staleVersion(1, 2));

    private final Jdbi writer = TestDatabase.get().as("drawbridge_writer");
    private final UUID id = UUID.randomUUID();
    private final UUID commandId = UUID.randomUUID();
    private final Exception cut = new IOException("cut");

    /** All that an answer may rest on. */
    private enum Written {
        NEW_ORDER,
        CHANGE,
        REFUSAL,
        QUEUED,
        QUEUED_UNDER_A_KEY,
        FINISHED
    }

    @BeforeEach
    void clear() {
        TestDatabase.get().clear();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REFUSAL")
    void committed(Written written) {
        prepare(written);

        assertThat(isCommitted(commit(write(written)))).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void rolledBack(Written written) {
        prepare(written);

        assertThat(isCommitted(rollBack(write(written)))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void lostAndItsIdGivenToAnother(Written written) {
        prepare(written);
        CommitEvidence lost = rollBack(write(written));

        assertThat(isCommitted(givenAgain(lost))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void lostAndItsIdNotGivenYet(Written written) {
        prepare(written);
        CommitEvidence lost = rollBack(write(written));

        assertThat(isCommitted(new CommitEvidence("4000000000000", lost.mark())))
                .isFalse();
    }

    /** Its answer is found when it is done again. */
    @Test
    void aCommittedRefusalIsDoneAgain() {
        assertThat(isCommitted(commit(write(Written.REFUSAL)))).isFalse();
        Optional<Outcome> known =
                writer.inTransaction(handle -> transaction(handle).claim(KEY));
        assertThat(known).contains(REFUSED);
    }

    @Test
    void lostAndItsVersionGivenToAnother() {
        commit(write(Written.NEW_ORDER));
        CommitEvidence lost = rollBack(write(Written.CHANGE));
        commit(write(Written.CHANGE));

        assertThat(isCommitted(givenAgain(lost))).isFalse();
    }

    @Test
    void unknownOnceTheRowWasReplacedByAReplay() {
        commit(write(Written.NEW_ORDER));
        CommitEvidence first = commit(write(Written.CHANGE));
        writer.useTransaction(handle -> {
            PostgresTransaction transaction = transaction(handle);
            transaction.republish(transaction.load(id));
        });

        assertThatThrownBy(() -> isCommitted(first)).isInstanceOf(OutcomeUnknown.class);
    }

    @Test
    void unknownOnceTheVersionIsReachedWithoutItsRow() {
        commit(write(Written.NEW_ORDER));
        CommitEvidence first = commit(write(Written.CHANGE));
        commit(transaction -> change(transaction, new EraseOrder()));

        assertThatThrownBy(() -> isCommitted(first))
                .isInstanceOf(OutcomeUnknown.class)
                .hasCause(cut);
    }

    @Test
    void askedAgainWhileInProgress() {
        CommitEvidence[] evidence = new CommitEvidence[1];
        try (Handle handle = writer.open()) {
            handle.begin();
            evidence[0] = run(handle, write(Written.NEW_ORDER));

            assertThat(new CommitOutcomeResolver(writer, new Backoff(3, Duration.ofMillis(1), pause -> handle.commit()))
                            .isCommitted(evidence[0], cut))
                    .isTrue();
        }
    }

    @Test
    void unknownWhenItStaysInProgress() {
        try (Handle handle = writer.open()) {
            handle.begin();
            CommitEvidence evidence = run(handle, write(Written.NEW_ORDER));

            assertThatThrownBy(() -> isCommitted(evidence))
                    .isInstanceOf(OutcomeUnknown.class)
                    .hasCause(cut);
            handle.rollback();
        }
    }

    private void prepare(Written written) {
        if (written == Written.CHANGE) {
            commit(write(Written.NEW_ORDER));
        } else if (written == Written.FINISHED) {
            commit(write(Written.QUEUED));
        }
    }

    private Consumer<Transaction> write(Written written) {
        return switch (written) {
            case NEW_ORDER -> transaction -> change(transaction, OrderFixtures.createOrder());
            case CHANGE -> transaction -> change(transaction, OrderFixtures.addLine());
            case REFUSAL -> transaction -> transaction.remember(KEY, id, REFUSED);
            case QUEUED -> this::queue;
            case QUEUED_UNDER_A_KEY ->
                transaction -> {
                    queue(transaction);
                    transaction.remember(KEY, id, new Outcome.Queued(commandId));
                };
            case FINISHED -> transaction -> transaction.queue().finish(commandId, REFUSED);
        };
    }

    private void change(Transaction transaction, OrderCommand command) {
        Order before = transaction.load(id);
        transaction.save(
                before,
                OrderFixtures.accept(
                        command.decide(id, before, Clock.systemUTC().instant())),
                MessageContext.UNKNOWN);
    }

    private void queue(Transaction transaction) {
        transaction
                .queue()
                .add(new QueuedCommand(commandId, "", id, "place", "{}", OptionalLong.empty(), MessageContext.UNKNOWN));
    }

    private CommitEvidence commit(Consumer<Transaction> work) {
        return writer.inTransaction(handle -> run(handle, work));
    }

    private CommitEvidence rollBack(Consumer<Transaction> work) {
        return writer.inTransaction(handle -> {
            CommitEvidence evidence = run(handle, work);
            handle.rollback();
            return evidence;
        });
    }

    private static CommitEvidence run(Handle handle, Consumer<Transaction> work) {
        PostgresTransaction transaction = transaction(handle);
        work.accept(transaction);
        CommitEvidence evidence = transaction.evidence();
        assertThat(evidence).isNotNull();
        return evidence;
    }

    private static PostgresTransaction transaction(Handle handle) {
        return new PostgresTransaction(handle, new OrderOutbox(new EventIds(Clock.systemUTC())));
    }

    /** The same rows, under the id of a transaction that was committed. */
    private CommitEvidence givenAgain(CommitEvidence lost) {
        String committed = writer.inTransaction(handle -> handle.createQuery("select pg_current_xact_id()::text")
                .mapTo(String.class)
                .one());
        return new CommitEvidence(committed, lost.mark());
    }

    private boolean isCommitted(CommitEvidence evidence) {
        return new CommitOutcomeResolver(writer, new Backoff(3, Duration.ofMillis(1), Thread::sleep))
                .isCommitted(evidence, cut);
    }
}
