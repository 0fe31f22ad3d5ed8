package dev.drawbridge.stack.demo.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunLedgerTest {
    private final RunLedger ledger = new RunLedger();
    private final UUID order = UUID.randomUUID();
    private final String id = order.toString();

    @Test
    void aChangeThatArrivedEverywhereAddsUp() {
        accept(1);
        accept(2);
        publish(1);
        publish(2);
        ledger.indexed(id, 2);
        ledger.found(1);
        assertThat(ledger.counts().differences()).isEmpty();
        assertThat(ledger.counts().indexed()).as("the overtaken one included").isEqualTo(2);
        assertThat(ledger.examples(3)).isEmpty();
    }

    @Test
    void aLostEventIsNamedThoughALaterOneCame() {
        accept(1);
        accept(2);
        accept(3);
        publish(1);
        publish(3);
        ledger.indexed(id, 3);
        ledger.found(1);
        assertThat(ledger.counts().differences())
                .containsExactly("accepted is 3, but published + quarantined is 2: 1 missing");
        assertThat(ledger.examples(3))
                .containsExactly("order " + id + " version 2 was committed, and no event of it seen");
    }

    @Test
    void aQuarantinedChangeIsNotLost() {
        accept(1);
        accept(2);
        publish(2);
        ledger.quarantined(id, 1);
        ledger.quarantined(id, 1);
        ledger.indexed(id, 2);
        ledger.found(1);
        assertThat(ledger.counts().differences()).isEmpty();
        assertThat(ledger.examples(3)).isEmpty();
        publish(1);
        assertThat(ledger.counts().quarantined()).as("published since").isZero();
        assertThat(ledger.counts().differences()).isEmpty();
    }

    @Test
    void readersAreToSeeTheNewestVersionThatWasNotSetAside() {
        accept(1);
        accept(2);
        accept(3);
        publish(1);
        publish(2);
        assertThat(ledger.living()).as("3 may still come").containsEntry(id, 3);
        ledger.quarantined(id, 3);
        ledger.deadLettered(id, 2);
        assertThat(ledger.living()).containsEntry(id, 1);
        ledger.indexed(id, 1);
        assertThat(ledger.behind()).isEmpty();
        assertThat(ledger.examples(3)).isEmpty();
        publish(3);
        assertThat(ledger.living()).as("retried").containsEntry(id, 3);
        assertThat(ledger.behind()).containsExactly(id);
    }

    @Test
    void anOrderThatWasSetAsideAltogetherIsNotToBeFound() {
        accept(1);
        ledger.quarantined(id, 1);
        assertThat(ledger.living()).isEmpty();
        assertThat(ledger.behind()).isEmpty();
        assertThat(ledger.counts().differences()).isEmpty();
    }

    @Test
    void aDocumentLeftBehindIsNamed() {
        accept(1);
        accept(2);
        publish(1);
        publish(2);
        ledger.indexed(id, 1);
        ledger.found(1);
        assertThat(ledger.behind()).containsExactly(id);
        assertThat(ledger.counts().differences())
                .containsExactly("published is 2, but indexed + dead-lettered is 1: 1 missing");
        assertThat(ledger.examples(3))
                .containsExactly("order " + id + " is to be seen at version 2, its document is at 1");
    }

    @Test
    void aDeadLetterIsNotLostUnlessSomethingNewerMadeUpForIt() {
        accept(1);
        accept(2);
        publish(1);
        publish(2);
        ledger.deadLettered(id, 2);
        ledger.indexed(id, 1);
        ledger.found(1);
        assertThat(ledger.counts().differences()).isEmpty();
        ledger.indexed(id, 2);
        assertThat(ledger.counts().deadLettered()).isZero();
        assertThat(ledger.counts().differences()).isEmpty();
    }

    @Test
    void aDuplicateIsCountedApart() {
        accept(1);
        publish(1);
        assertThat(ledger.published(id, 1, 9)).isEmpty();
        assertThat(ledger.counts().published()).isEqualTo(1);
        assertThat(ledger.counts().duplicates()).isEqualTo(1);
    }

    @Test
    void anEventWithoutACommandIsNamed() {
        accept(1);
        publish(1);
        publish(2);
        ledger.indexed(id, 1);
        ledger.found(1);
        assertThat(ledger.counts().differences())
                .containsExactly("1 events of these orders were made by none of the commands");
    }

    @Test
    void anEventWithoutAVersionStandsForNoChange() {
        accept(1);
        publish(0);
        ledger.found(1);
        assertThat(ledger.counts().differences())
                .containsExactly(
                        "accepted is 1, but published + quarantined is 0: 1 missing",
                        "1 events of these orders were made by none of the commands");
    }

    @Test
    void ordersOfOthersAreNotInTheBooks() {
        assertThat(ledger.published(UUID.randomUUID().toString(), 1, 5)).isEmpty();
        ledger.deadLettered(UUID.randomUUID().toString(), 1);
        ledger.quarantined(UUID.randomUUID().toString(), 1);
        assertThat(ledger.counts().quarantined()).isZero();
        assertThat(ledger.counts().published()).isZero();
    }

    @Test
    void aRunThatChangesNothingIsADifference() {
        ledger.sent(order);
        ledger.sent(order);
        ledger.denied("429");
        ledger.denied("401 unauthorized");
        assertThat(ledger.counts().differences())
                .containsExactly("no command was accepted", "2 commands were refused for reasons that no story gives");
        assertThat(ledger.examples(3))
                .containsExactly("1 commands were answered with 401 unauthorized", "1 commands were answered with 429");
    }

    @Test
    void anUnansweredCommandIsADifference() {
        accept(1);
        publish(1);
        ledger.indexed(id, 1);
        ledger.found(1);
        ledger.sent(order);
        ledger.unanswered();
        assertThat(ledger.counts().differences()).singleElement().asString().startsWith("1 commands were not answered");
    }

    @Test
    void anErasedOrderIsNotToBeFound() {
        accept(1);
        ledger.sent(order);
        ledger.accepted(order, 2, true, 0);
        publish(1);
        publish(2);
        ledger.indexed(id, 2);
        assertThat(ledger.living()).isEmpty();
        assertThat(ledger.counts().differences()).isEmpty();
        ledger.found(-1);
        assertThat(ledger.counts().differences())
                .containsExactly("orders not erased is 0, but orders found by search is -1: 1 missing");
    }

    @Test
    void theTimeIsKnownWhicheverOfAnswerAndEventComesFirst() {
        ledger.sent(order);
        ledger.sent(order);
        assertThat(ledger.accepted(order, 1, false, 100)).isEmpty();
        assertThat(ledger.published(id, 1, 150)).isEqualTo(OptionalLong.of(100));
        assertThat(ledger.published(id, 2, 200)).isEmpty();
        assertThat(ledger.accepted(order, 2, false, 210)).isEqualTo(OptionalLong.of(200));
    }

    private void accept(int version) {
        ledger.sent(order);
        ledger.accepted(order, version, false, 0);
    }

    private void publish(int version) {
        ledger.published(id, version, 0);
    }
}
