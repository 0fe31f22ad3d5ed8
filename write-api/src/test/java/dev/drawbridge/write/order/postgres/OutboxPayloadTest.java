package dev.drawbridge.write.order.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.write.order.model.Decision.Accepted;
import dev.drawbridge.write.order.model.Order;
import dev.drawbridge.write.order.model.OrderCommand;
import dev.drawbridge.write.order.model.OrderCommand.CreateOrder;
import dev.drawbridge.write.order.model.OrderCommand.EraseOrder;
import dev.drawbridge.write.order.model.OrderFixtures;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboxPayloadTest {
    private static final String STATE_OF_ONE_LINE = "\"customer\":{\"name\":\"Ada Lovelace\",\"city\":\"London\"},"
            + "\"currency\":\"EUR\",\"lines\":[{\"name\":\"Teapot\",\"quantity\":2,\"price\":19.90,\"unitCost\":11.00}],"
            + "\"total\":39.80,\"margin\":17.80,\"riskScore\":12,";

    private final Order open = OrderFixtures.open();
    private final Order withLine = OrderFixtures.after(OrderFixtures.createOrder(), OrderFixtures.addLine());

    @Test
    void createdHasNoFacts() {
        assertThat(payload(null, new CreateOrder("Ada \"A\" L\u2028", "London", null), OrderFixtures.NOW))
                .isEqualTo(
                        "{\"event\":{},\"state\":{\"status\":\"CREATED\","
                                + "\"customer\":{\"name\":\"Ada \\\"A\\\" L\u2028\",\"city\":\"London\"},\"currency\":\"EUR\",\"lines\":[],"
                                + "\"total\":0.00,\"margin\":0.00,\"riskScore\":0,\"staffNotes\":[],"
                                + "\"createdAt\":\"2026-11-24T05:00:00.123456Z\",\"updatedAt\":\"2026-11-24T05:00:00.123456Z\"}}");
    }

    @Test
    void lineAddedTellsTheLineAndMoneyWithTwoDecimals() {
        assertThat(payload(open, OrderFixtures.addLine(2, "19.9", "11"), Instant.parse("2026-11-24T05:00:01Z")))
                .isEqualTo(
                        "{\"event\":{\"line\":{\"name\":\"Teapot\",\"quantity\":2,\"price\":19.90,\"unitCost\":11.00}},"
                                + "\"state\":{\"status\":\"CREATED\"," + STATE_OF_ONE_LINE
                                + "\"staffNotes\":[\"calls back on Monday\"],"
                                + "\"createdAt\":\"2026-11-24T05:00:00.123456Z\",\"updatedAt\":\"2026-11-24T05:00:01.000000Z\"}}");
    }

    @Test
    void cancelledTellsTheReason() {
        assertThat(payload(withLine, OrderFixtures.cancelOrder(), OrderFixtures.NOW.plusSeconds(2)))
                .isEqualTo(
                        "{\"event\":{\"reason\":\"changed my mind\"},\"state\":{\"status\":\"CANCELLED\","
                                + STATE_OF_ONE_LINE + "\"staffNotes\":[\"calls back on Monday\",\"was friendly\"],"
                                + "\"createdAt\":\"2026-11-24T05:00:00.123456Z\",\"updatedAt\":\"2026-11-24T05:00:02.123456Z\"}}");
    }

    @Test
    void erasedTellsNothing() {
        assertThat(payload(withLine, new EraseOrder(), OrderFixtures.NOW.plusSeconds(2)))
                .isNull();
    }

    private static @Nullable String payload(@Nullable Order before, OrderCommand command, Instant now) {
        Accepted accepted = OrderFixtures.accept(command.decide(OrderFixtures.ID, before, now));
        return OutboxPayload.of(accepted.order(), accepted.event());
    }
}
