package dev.drawbridge.write.order.model;

import dev.drawbridge.write.order.model.Decision.Accepted;
import dev.drawbridge.write.order.model.OrderCommand.AddLine;
import dev.drawbridge.write.order.model.OrderCommand.ApplyCoupon;
import dev.drawbridge.write.order.model.OrderCommand.CancelOrder;
import dev.drawbridge.write.order.model.OrderCommand.CreateOrder;
import dev.drawbridge.write.order.model.OrderCommand.DeliverOrder;
import dev.drawbridge.write.order.model.OrderCommand.EraseOrder;
import dev.drawbridge.write.order.model.OrderCommand.PlaceOrder;
import dev.drawbridge.write.order.model.OrderCommand.ShipOrder;
import dev.drawbridge.write.order.model.OrderCommand.StartProcessing;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/** Orders and commands that tests start from. */
public final class OrderFixtures {
    public static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    public static final Instant NOW = Instant.parse("2026-11-24T05:00:00.123456Z");

    private OrderFixtures() {}

    public static CreateOrder createOrder() {
        return new CreateOrder("Ada Lovelace", "London", "calls back on Monday");
    }

    public static AddLine addLine() {
        return addLine(2, "19.90", "11.00");
    }

    public static AddLine addLine(int quantity, String price, String cost) {
        return new AddLine("Teapot", quantity, new BigDecimal(price), new BigDecimal(cost));
    }

    public static CancelOrder cancelOrder() {
        return new CancelOrder("changed my mind", "was friendly");
    }

    public static ApplyCoupon applyCoupon() {
        return new ApplyCoupon("WELCOME", 10);
    }

    public static ShipOrder shipOrder() {
        return new ShipOrder("Blue Parcel", "BP-1234");
    }

    public static Order open() {
        return after(createOrder());
    }

    public static Order cancelled() {
        return after(createOrder(), addLine(), cancelOrder());
    }

    public static Order placed() {
        return after(createOrder(), addLine(), new PlaceOrder());
    }

    public static Order processing() {
        return after(createOrder(), addLine(), new PlaceOrder(), new StartProcessing());
    }

    public static Order inTransit() {
        return after(createOrder(), addLine(), new PlaceOrder(), new StartProcessing(), shipOrder());
    }

    public static Order delivered() {
        return after(
                createOrder(), addLine(), new PlaceOrder(), new StartProcessing(), shipOrder(), new DeliverOrder());
    }

    public static Order erased() {
        return after(createOrder(), addLine(), new EraseOrder());
    }

    /** The order that accepted commands lead to, each a second after the one before. */
    public static Order after(OrderCommand first, OrderCommand... others) {
        Order order = accept(first.decide(ID, null, NOW)).order();
        for (int i = 0; i < others.length; i++) {
            order = accept(others[i].decide(ID, order, NOW.plusSeconds(i + 1L))).order();
        }
        return order;
    }

    public static Accepted accept(Decision decision) {
        if (decision instanceof Accepted accepted) {
            return accepted;
        }
        throw new AssertionError("Not accepted: " + decision);
    }
}
