package dev.drawbridge.stack.demo.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.stack.demo.result.RunLedger;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the quarantine topic gets besides entries of our orders hides no lost event. */
class TopicProbeTest {
    private final RunLedger ledger = new RunLedger();
    private final UUID order = UUID.randomUUID();

    private static final Endpoints.Topics TOPICS =
            new Endpoints.Topics("orders.public.v1", "drawbridge.quarantine", "order-search.dead-letters");

    @BeforeEach
    void accept() {
        for (int version = 1; version <= 2; version++) {
            ledger.sent(order);
            ledger.accepted(order, version, false, 0);
        }
    }

    @Test
    void anEntryThatIsDeliveredTwiceIsOneChange() {
        setAside(entry(order, 1));
        setAside(entry(order, 1));
        assertThat(ledger.counts().quarantined()).isEqualTo(1);
        assertThat(ledger.counts().differences())
                .contains("accepted is 2, but published + quarantined is 1: 1 missing");
    }

    @Test
    void entriesOfOthersAndSettlementsAreNoneOfOurChanges() {
        setAside(null);
        setAside("no JSON");
        setAside("[]");
        setAside("");
        setAside(entry(UUID.randomUUID(), 1));
        setAside("{\"aggregatetype\":\"parcel\",\"version\":1}");
        setAside("{\"aggregateid\":\"%s\"}".formatted(order));
        assertThat(ledger.counts().quarantined()).isZero();
    }

    @Test
    void anEventWhoseVersionCannotBeReadDoesNotEndTheLook() {
        for (String version : List.of("", "x", "-1", "99999999999", "2")) {
            ConsumerRecord<byte[], byte[]> event = new ConsumerRecord<>(
                    "orders.public.v1", 0, 0, order.toString().getBytes(UTF_8), new byte[0]);
            event.headers().add("ce_aggregateversion", version.getBytes(UTF_8));
            TopicProbe.report(TOPICS, new Books(), event, 0);
        }
        assertThat(ledger.counts().published()).isEqualTo(1);
        assertThat(ledger.counts().unexpected()).isEqualTo(1);
    }

    private static String entry(UUID order, int version) {
        return "{\"aggregatetype\":\"order\",\"aggregateid\":\"%s\",\"version\":%d}".formatted(order, version);
    }

    private void setAside(@Nullable String value) {
        byte[] bytes = value == null ? null : value.getBytes(UTF_8);
        TopicProbe.report(
                TOPICS, new Books(), new ConsumerRecord<>("drawbridge.quarantine", 0, 0, new byte[0], bytes), 0);
    }

    private final class Books implements TopicProbe.Listener {
        @Override
        public void published(String order, int version, long now) {
            ledger.published(order, version, now);
        }

        @Override
        public void quarantined(String order, int version) {
            ledger.quarantined(order, version);
        }

        @Override
        public void deadLettered(String order, int version) {
            ledger.deadLettered(order, version);
        }
    }
}
