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
            + "\"currency\":\"EUR\",\"lines\":[{\"number\":2,\"name\":\"Teapot\",\"quantity\":2,\"price\":19.90,\"unitCost\":11.00}],"
            + "\"discount\":0.00,\"total\":39.80,\"margin\":17.80,\"riskScore\":12,";

    private final Order open = OrderFixtures.open();
    private final Order withLine = OrderFixtures.after(OrderFixtures.createOrder(), OrderFixtures.addLine());

    @Test
    void createdHasNoFacts() {
        assertThat(payload(null, new CreateOrder("Ada \"A\" L\u2028", "London", null), OrderFixtures.NOW))
                .isEqualTo(
                        "{\"event\":{},\"state\":{\"status\":\"CREATED\","
                                + "\"customer\":{\"name\":\"Ada \\\"A\\\" L\u2028\",\"city\":\"London\"},\"currency\":\"EUR\",\"lines\":[],"
                                + "\"discount\":0.00,\"total\":0.00,\"margin\":0.00,\"riskScore\":0,\"staffNotes\":[],"
                                + "\"createdAt\":\"2026-11-24T05:00:00.123456Z\",\"updatedAt\":\"2026-11-24T05:00:00.123456Z\"}}");
    }

    @Test
    void lineAddedTellsTheLineAndMoneyWithTwoDecimals() {
        assertThat(payload(open, OrderFixtures.addLine(2, "19.9", "11"), Instant.parse("2026-11-24T05:00:01Z")))
                .isEqualTo(
                        "{\"event\":{\"line\":{\"number\":2,\"name\":\"Teapot\",\"quantity\":2,\"price\":19.90,\"unitCost\":11.00}},"
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

    @Test
    void couponAndShipmentAreToldWhenThereAreSuch() {
        assertThat(payload(withLine, OrderFixtures.applyCoupon(), OrderFixtures.NOW))
                .startsWith("{\"event\":{\"coupon\":{\"code\":\"WELCOME\",\"percentOff\":10}},")
                .contains("\"discount\":3.98,\"total\":35.82,\"margin\":13.82,")
                .contains("\"coupon\":{\"code\":\"WELCOME\",\"percentOff\":10},\"staffNotes\"");
        String shipment = "\"shipment\":{\"carrier\":\"Blue Parcel\",\"trackingNumber\":\"BP-1234\"}";
        assertThat(payload(OrderFixtures.processing(), OrderFixtures.shipOrder(), OrderFixtures.NOW))
                .startsWith("{\"event\":{" + shipment + "},\"state\":{\"status\":\"IN_TRANSIT\"")
                .contains(shipment + ",\"staffNotes\"");
    }

    @Test
    void toldAgainItKeepsTheFactsDigitByDigitAndTellsTheStateAnew() {
        String before = "{\"event\": {\"line\": {\"price\": 19.90}, \"n\": 1e2}, \"state\": {\"old\": true}}";

        assertThat(OutboxPayload.again(withLine, before))
                .startsWith("{\"event\":{\"line\":{\"price\":19.90},\"n\":1E+2},\"state\":{\"status\":\"CREATED\","
                        + STATE_OF_ONE_LINE)
                .doesNotContain("old");
        assertThat(OutboxPayload.again(withLine, null)).startsWith("{\"event\":{},\"state\":{");
        assertThat(OutboxPayload.again(OrderFixtures.erased(), null)).isNull();
    }

    private static @Nullable String payload(@Nullable Order before, OrderCommand command, Instant now) {
        Accepted accepted = OrderFixtures.accept(command.decide(OrderFixtures.ID, before, now));
        return OutboxPayload.of(accepted.order(), accepted.event());
    }
}
