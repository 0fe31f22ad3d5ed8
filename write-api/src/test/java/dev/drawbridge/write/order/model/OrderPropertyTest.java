package dev.drawbridge.write.order.model;

import static dev.drawbridge.write.order.model.OrderFixtures.ID;
import static dev.drawbridge.write.order.model.OrderFixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.write.order.model.Decision.Accepted;
import dev.drawbridge.write.order.model.OrderCommand.AddLine;
import dev.drawbridge.write.order.model.OrderCommand.ApplyCoupon;
import dev.drawbridge.write.order.model.OrderCommand.CancelOrder;
import dev.drawbridge.write.order.model.OrderCommand.CreateOrder;
import dev.drawbridge.write.order.model.OrderCommand.DeliverOrder;
import dev.drawbridge.write.order.model.OrderCommand.EraseOrder;
import dev.drawbridge.write.order.model.OrderCommand.PlaceOrder;
import dev.drawbridge.write.order.model.OrderCommand.RemoveLine;
import dev.drawbridge.write.order.model.OrderCommand.ShipOrder;
import dev.drawbridge.write.order.model.OrderCommand.StartProcessing;
import dev.drawbridge.write.order.model.OrderEvent.OrderCancelled;
import dev.drawbridge.write.order.model.OrderEvent.OrderCreated;
import dev.drawbridge.write.order.model.OrderEvent.OrderErased;
import dev.drawbridge.write.order.model.OrderEvent.OrderLineAdded;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Whatever commands come, in whatever order: what must hold for every order holds. */
class OrderPropertyTest {
    private static final Map<Class<? extends OrderCommand>, Class<? extends OrderEvent>> ONE_EVENT_EACH = Map.of(
            CreateOrder.class, OrderCreated.class,
            AddLine.class, OrderLineAdded.class,
            RemoveLine.class, OrderEvent.OrderLineRemoved.class,
            ApplyCoupon.class, OrderEvent.CouponApplied.class,
            PlaceOrder.class, OrderEvent.OrderPlaced.class,
            StartProcessing.class, OrderEvent.OrderProcessingStarted.class,
            ShipOrder.class, OrderEvent.OrderShipped.class,
            DeliverOrder.class, OrderEvent.OrderDelivered.class,
            CancelOrder.class, OrderCancelled.class,
            EraseOrder.class, OrderErased.class);

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void acceptedCommandsRaiseTheVersionByOneAndTellOneEvent(@ForAll("commands") List<OrderCommand> commands) {
        walk(commands, (before, command, accepted) -> {
            assertThat(accepted.order().version()).isEqualTo(before == null ? 1 : before.version() + 1);
            assertThat(accepted.event()).isInstanceOf(ONE_EVENT_EACH.get(command.getClass()));
            assertThat(accepted.order().id()).isEqualTo(ID);
        });
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void amountsAreTheSumsOfTheLinesLessTheDiscount(@ForAll("commands") List<OrderCommand> commands) {
        walk(commands, (before, command, accepted) -> {
            long cents = 0;
            long costs = 0;
            for (OrderLine line : accepted.order().lines()) {
                cents += line.unitPrice().movePointRight(2).longValueExact() * line.quantity();
                costs += line.unitCost().movePointRight(2).longValueExact() * line.quantity();
            }
            Coupon coupon = accepted.order().coupon();
            // In whole numbers: a percentage of cents has two digits below the cent, and 50 of them round up.
            long off = coupon == null ? 0 : (cents * coupon.percentOff() + 50) / 100;
            assertThat(accepted.order().discount()).isEqualTo(BigDecimal.valueOf(off, 2));
            assertThat(accepted.order().total()).isEqualTo(BigDecimal.valueOf(cents - off, 2));
            assertThat(accepted.order().margin()).isEqualTo(BigDecimal.valueOf(cents - costs - off, 2));
        });
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void limitsHoldForEveryState(@ForAll("commands") List<OrderCommand> commands) {
        walk(commands, (before, command, accepted) -> {
            Order order = accepted.order();
            assertThat(order.riskScore()).isBetween(0, 100);
            assertThat(order.lines()).hasSizeLessThanOrEqualTo(100).allSatisfy(line -> {
                assertThat(line.quantity()).isBetween(1, 1_000);
                assertThat(line.unitPrice()).isNotNegative();
                assertThat(line.unitPrice().scale()).isEqualTo(2);
                assertThat(line.productName()).isNotBlank();
            });
            assertThat(order.updatedAt()).isAfterOrEqualTo(order.createdAt());
            if (before != null) {
                assertThat(order.updatedAt()).isAfterOrEqualTo(before.updatedAt());
                assertThat(order.createdAt()).isEqualTo(before.createdAt());
            }
        });
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void cancelledAndErasedAreForEver(@ForAll("commands") List<OrderCommand> commands) {
        walk(commands, (before, command, accepted) -> {
            if (before != null) {
                assertThat(before.erased()).isFalse();
                boolean cancelled = before.status() == Order.Status.CANCELLED;
                assertThat(!cancelled || accepted.order().status() == before.status())
                        .isTrue();
                assertThat(!cancelled || command instanceof EraseOrder).isTrue();
            }
        });
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void lifeGoesOneWayAndWhatIsPlacedDoesNotChange(@ForAll("commands") List<OrderCommand> commands) {
        walk(commands, (before, command, accepted) -> {
            Order order = accepted.order();
            if (before != null && !order.erased()) {
                assertThat(order.status()).isGreaterThanOrEqualTo(before.status());
                if (before.status() != Order.Status.CREATED) {
                    assertThat(order.lines()).isEqualTo(before.lines());
                    assertThat(order.total()).isEqualTo(before.total());
                }
            }
        });
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void lineNumbersAreNeverUsedAgain(@ForAll("commands") List<OrderCommand> commands) {
        List<Long> used = new ArrayList<>();
        walk(commands, (before, command, accepted) -> {
            if (accepted.event() instanceof OrderLineAdded added) {
                assertThat(used).doesNotContain(added.line().number());
                used.add(added.line().number());
            }
        });
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void decidingTwiceGivesTheSameAndChangesNothing(@ForAll("commands") List<OrderCommand> commands) {
        walk(commands, (before, command, accepted) -> {
            Instant at = accepted.order().updatedAt();
            assertThat(command.decide(ID, before, at)).isEqualTo(command.decide(ID, before, at));
        });
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE, seed = "20261124")
    void theWalksReachEveryKindOfOrder(@ForAll("commands") List<OrderCommand> commands) {
        List<Order> last = new ArrayList<>();
        walk(commands, (before, command, accepted) -> last.add(accepted.order()));
        Order end = last.isEmpty() ? null : last.get(last.size() - 1);
        Statistics.label("end")
                .collect(
                        end == null
                                ? "none"
                                : end.erased() ? "erased" : end.status().name())
                .coverage(coverage -> {
                    coverage.check("erased").percentage(share -> share > 2);
                    coverage.check("CANCELLED").percentage(share -> share > 2);
                    coverage.check("CREATED").percentage(share -> share > 10);
                    coverage.check("PLACED").percentage(share -> share > 0.3);
                    coverage.check("PROCESSING").percentage(share -> share > 0.3);
                    coverage.check("IN_TRANSIT").percentage(share -> share > 0.3);
                    coverage.check("DELIVERED").percentage(share -> share > 0.3);
                });
        Statistics.label("full")
                .collect(end != null && end.lines().size() == OrderRules.MAX_LINES)
                .coverage(coverage -> coverage.check(true).count(times -> times > 0));
    }

    private interface Step {
        void check(@Nullable Order before, OrderCommand command, Accepted accepted);
    }

    /** Sends the commands one after another, by a clock that also goes back at times. */
    private static void walk(List<OrderCommand> commands, Step step) {
        Order current = null;
        int second = 0;
        for (OrderCommand command : commands) {
            second += second % 7 == 3 ? -2 : 3;
            if (command.decide(ID, current, NOW.plusSeconds(second)) instanceof Accepted accepted) {
                step.check(current, command, accepted);
                current = accepted.order();
            }
        }
    }

    /** Mostly an order's usual life, now and then with a command out of place. */
    @Provide
    Arbitrary<List<OrderCommand>> commands() {
        Arbitrary<OrderCommand> any = Arbitraries.frequencyOf(
                Tuple.of(200, lines()),
                Tuple.of(4, creations()),
                Tuple.of(10, removals()),
                Tuple.of(4, coupons()),
                Tuple.of(1, Arbitraries.create(PlaceOrder::new)),
                Tuple.of(20, Arbitraries.create(StartProcessing::new)),
                Tuple.of(20, shipments()),
                Tuple.of(20, Arbitraries.create(DeliverOrder::new)),
                Tuple.of(1, cancellations()),
                Tuple.of(1, erasures()));
        return Combinators.combine(creations(), any.list().ofMaxSize(200)).as((create, others) -> {
            List<OrderCommand> all = new ArrayList<>(others);
            all.add(others.size() % 3 == 2 ? others.size() / 2 : 0, create);
            return all;
        });
    }

    private static Arbitrary<OrderCommand> creations() {
        return Combinators.combine(texts(), texts(), texts().injectNull(0.5)).as(CreateOrder::new);
    }

    private static Arbitrary<OrderCommand> lines() {
        return Combinators.combine(texts(), quantities(), amounts(), amounts()).as(AddLine::new);
    }

    private static Arbitrary<OrderCommand> removals() {
        return Arbitraries.longs().between(1, 120).map(RemoveLine::new);
    }

    private static Arbitrary<OrderCommand> coupons() {
        return Combinators.combine(texts(), Arbitraries.integers().between(0, 60))
                .as(ApplyCoupon::new);
    }

    private static Arbitrary<OrderCommand> shipments() {
        return Combinators.combine(texts(), texts()).as(ShipOrder::new);
    }

    private static Arbitrary<OrderCommand> cancellations() {
        return Combinators.combine(texts(), texts().injectNull(0.5)).as(CancelOrder::new);
    }

    private static Arbitrary<OrderCommand> erasures() {
        return Arbitraries.create(EraseOrder::new);
    }

    private static Arbitrary<Integer> quantities() {
        return Arbitraries.frequencyOf(
                Tuple.of(49, Arbitraries.integers().between(1, 1_000)), Tuple.of(1, Arbitraries.integers()));
    }

    private static Arbitrary<BigDecimal> amounts() {
        return Arbitraries.frequencyOf(
                Tuple.of(49, Arbitraries.longs().between(0, 100_000_000).map(cents -> BigDecimal.valueOf(cents, 2))),
                Tuple.of(1, Arbitraries.bigDecimals().ofScale(4)));
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.frequencyOf(
                Tuple.of(99, Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(30)),
                Tuple.of(1, Arbitraries.strings().all().ofMaxLength(250)));
    }
}
