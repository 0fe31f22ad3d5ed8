package dev.drawbridge.write.order.model;

import static dev.drawbridge.write.order.model.OrderFixtures.ID;
import static dev.drawbridge.write.order.model.OrderFixtures.NOW;
import static dev.drawbridge.write.order.model.OrderFixtures.accept;
import static dev.drawbridge.write.order.model.OrderFixtures.addLine;
import static dev.drawbridge.write.order.model.OrderFixtures.after;
import static dev.drawbridge.write.order.model.OrderFixtures.applyCoupon;
import static dev.drawbridge.write.order.model.OrderFixtures.cancelOrder;
import static dev.drawbridge.write.order.model.OrderFixtures.createOrder;
import static dev.drawbridge.write.order.model.OrderFixtures.shipOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.write.order.model.Decision.Accepted;
import dev.drawbridge.write.order.model.Decision.Rejected;
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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderCommandTest {
    private static final Instant LATER = NOW.plusSeconds(60);

    private static final Map<String, OrderCommand> COMMANDS = Map.of(
            "ADD_LINE",
            addLine(),
            "REMOVE_LINE",
            new RemoveLine(2),
            "COUPON",
            applyCoupon(),
            "PLACE",
            new PlaceOrder(),
            "PROCESS",
            new StartProcessing(),
            "SHIP",
            shipOrder(),
            "DELIVER",
            new DeliverOrder(),
            "CANCEL",
            cancelOrder());

    private static final Map<String, Order> STATES = Map.of(
            "open", OrderFixtures.open(),
            "placed", OrderFixtures.placed(),
            "processing", OrderFixtures.processing(),
            "inTransit", OrderFixtures.inTransit(),
            "delivered", OrderFixtures.delivered(),
            "cancelled", OrderFixtures.cancelled());

    @Test
    void createOpensAnOrderAtVersionOne() {
        Accepted accepted = accept(createOrder().decide(ID, null, NOW));

        assertThat(accepted.event()).isEqualTo(new OrderCreated());
        assertThat(accepted.order())
                .isEqualTo(new Order(
                        ID,
                        1,
                        Order.Status.CREATED,
                        new Customer("Ada Lovelace", "London"),
                        List.of(),
                        null,
                        null,
                        List.of("calls back on Monday"),
                        NOW,
                        NOW));
        assertThat(accepted.order().total()).isEqualTo(new BigDecimal("0.00"));
        assertThat(accepted.order().riskScore()).isZero();
    }

    @Test
    void createWithoutNoteHasNone() {
        assertThat(after(new CreateOrder("Ada", "London", null)).staffNotes()).isEmpty();
    }

    @Test
    void addLineRaisesVersionTotalMarginAndRisk() {
        Accepted accepted = accept(addLine().decide(ID, OrderFixtures.open(), LATER));

        Order order = accepted.order();
        OrderLine line = new OrderLine(2, "Teapot", 2, new BigDecimal("19.90"), new BigDecimal("11.00"));
        assertThat(accepted.event()).isEqualTo(new OrderLineAdded(line));
        assertThat(order.lines()).containsExactly(line);
        assertThat(order.version()).isEqualTo(2);
        assertThat(order.total()).isEqualTo(new BigDecimal("39.80"));
        assertThat(order.margin()).isEqualTo(new BigDecimal("17.80"));
        assertThat(order.riskScore()).isEqualTo(2 + 10);
        assertThat(order.createdAt()).isEqualTo(NOW);
        assertThat(order.updatedAt()).isEqualTo(LATER);
    }

    @Test
    void cancelKeepsLinesAndAddsTheNote() {
        Accepted accepted = accept(cancelOrder().decide(ID, after(createOrder(), addLine()), LATER));

        assertThat(accepted.event()).isEqualTo(new OrderCancelled("changed my mind"));
        assertThat(accepted.order().status()).isEqualTo(Order.Status.CANCELLED);
        assertThat(accepted.order().lines()).hasSize(1);
        assertThat(accepted.order().staffNotes()).containsExactly("calls back on Monday", "was friendly");
    }

    @Test
    void eraseLeavesNothingPersonal() {
        Accepted accepted = accept(new EraseOrder().decide(ID, OrderFixtures.cancelled(), LATER));

        Order order = accepted.order();
        assertThat(accepted.event()).isEqualTo(new OrderErased());
        assertThat(order.erased()).isTrue();
        assertThat(order.customer()).isNull();
        assertThat(order.lines()).isEmpty();
        assertThat(order.staffNotes()).isEmpty();
        assertThat(order.total()).isZero();
        assertThat(order.version()).isEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource
    void refusesWhatTheStateDoesNotAllow(@Nullable Order current, OrderCommand command, Rejection expected) {
        assertThat(command.decide(ID, current, LATER)).isEqualTo(new Rejected(expected));
    }

    static Stream<@Nullable Object[]> refusesWhatTheStateDoesNotAllow() {
        Order open = OrderFixtures.open();
        Order cancelled = OrderFixtures.cancelled();
        Order erased = OrderFixtures.erased();
        return Stream.of(
                new @Nullable Object[] {null, addLine(), Rejection.notFound()},
                new @Nullable Object[] {null, cancelOrder(), Rejection.notFound()},
                new @Nullable Object[] {null, new EraseOrder(), Rejection.notFound()},
                new Object[] {open, createOrder(), Rejection.alreadyExists()},
                new Object[] {cancelled, createOrder(), Rejection.alreadyExists()},
                new Object[] {open, new PlaceOrder(), Rejection.empty()},
                new Object[] {open, new RemoveLine(1), Rejection.noSuchLine()},
                new Object[] {after(createOrder(), applyCoupon()), applyCoupon(), Rejection.couponTaken()},
                new Object[] {erased, createOrder(), Rejection.erased()},
                new Object[] {erased, addLine(), Rejection.erased()},
                new Object[] {erased, cancelOrder(), Rejection.erased()},
                new Object[] {erased, new EraseOrder(), Rejection.erased()});
    }

    /** Each step of an order's life against each state: what is not named here is accepted. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ADD_LINE    | placed     | TOO_LATE  | Too late: a placed order cannot be changed.",
                "ADD_LINE    | processing | TOO_LATE  | Too late: an order in processing cannot be changed.",
                "ADD_LINE    | inTransit  | TOO_LATE  | Too late: an order in transit cannot be changed.",
                "ADD_LINE    | delivered  | TOO_LATE  | Too late: a delivered order cannot be changed.",
                "ADD_LINE    | cancelled  | CANCELLED | This order is cancelled. A cancelled order cannot be changed.",
                "REMOVE_LINE | placed     | TOO_LATE  | Too late: a placed order cannot be changed.",
                "REMOVE_LINE | cancelled  | CANCELLED | This order is cancelled. A cancelled order cannot be changed.",
                "COUPON      | placed     | TOO_LATE  | Too late: a placed order cannot be changed.",
                "COUPON      | cancelled  | CANCELLED | This order is cancelled. A cancelled order cannot be changed.",
                "PLACE       | placed     | TOO_LATE  | Too late: a placed order cannot be placed.",
                "PLACE       | cancelled  | CANCELLED | This order is cancelled. A cancelled order cannot be placed.",
                "PROCESS     | open       | TOO_EARLY | Too early: a draft cannot be put into processing.",
                "PROCESS     | processing | TOO_LATE  | Too late: an order in processing cannot be put into processing.",
                "PROCESS     | cancelled  | CANCELLED | This order is cancelled. A cancelled order cannot be put into processing.",
                "SHIP        | open       | TOO_EARLY | Too early: a draft cannot be shipped.",
                "SHIP        | placed     | TOO_EARLY | Too early: a placed order cannot be shipped.",
                "SHIP        | inTransit  | TOO_LATE  | Too late: an order in transit cannot be shipped.",
                "SHIP        | cancelled  | CANCELLED | This order is cancelled. A cancelled order cannot be shipped.",
                "DELIVER     | processing | TOO_EARLY | Too early: an order in processing cannot be delivered.",
                "DELIVER     | delivered  | TOO_LATE  | Too late: a delivered order cannot be delivered.",
                "DELIVER     | cancelled  | CANCELLED | This order is cancelled. A cancelled order cannot be delivered.",
                "CANCEL      | inTransit  | TOO_LATE  | Too late: an order in transit cannot be cancelled.",
                "CANCEL      | delivered  | TOO_LATE  | Too late: a delivered order cannot be cancelled.",
                "CANCEL      | cancelled  | CANCELLED | This order is cancelled. A cancelled order cannot be cancelled."
            })
    void refusesStepsOutOfTurnInWordsOfCustomerService(String task, String state, Rejection.Kind kind, String reason) {
        assertThat(COMMANDS.get(task).decide(ID, STATES.get(state), LATER))
                .isEqualTo(new Rejected(new Rejection(kind, reason)));
    }

    @ParameterizedTest
    @CsvSource({
        "ADD_LINE,open,CREATED",
        "COUPON,open,CREATED",
        "PROCESS,placed,PROCESSING",
        "SHIP,processing,IN_TRANSIT",
        "DELIVER,inTransit,DELIVERED",
        "CANCEL,open,CANCELLED",
        "CANCEL,placed,CANCELLED",
        "CANCEL,processing,CANCELLED"
    })
    void stepsInTurnLeadOn(String task, String state, Order.Status reached) {
        Order before = STATES.get(state);

        Order order = accept(COMMANDS.get(task).decide(ID, before, LATER)).order();

        assertThat(order.status()).isEqualTo(reached);
        assertThat(order.version()).isEqualTo(before.version() + 1);
    }

    @Test
    void aPlacedOrderKeepsWhatTheDraftSaid() {
        Order draft = after(createOrder(), addLine(), applyCoupon());

        Accepted accepted = accept(new PlaceOrder().decide(ID, draft, LATER));

        assertThat(accepted.event()).isEqualTo(new OrderEvent.OrderPlaced());
        assertThat(accepted.order().lines()).isEqualTo(draft.lines());
        assertThat(accepted.order().total()).isEqualTo(draft.total());
    }

    @Test
    void linesAreNamedByTheVersionThatBroughtThemAndNeverAgain() {
        Order two = after(createOrder(), addLine(), addLine(7, "1", "1"));
        assertThat(two.lines()).extracting(OrderLine::number).containsExactly(2L, 3L);

        Accepted removed = accept(new RemoveLine(3).decide(ID, two, LATER));
        assertThat(removed.event())
                .isEqualTo(new OrderEvent.OrderLineRemoved(two.lines().get(1)));
        assertThat(removed.order().lines()).containsExactly(two.lines().get(0));
        assertThat(removed.order().total()).isEqualTo(new BigDecimal("39.80"));

        Order again = accept(addLine().decide(ID, removed.order(), LATER)).order();
        assertThat(again.lines()).extracting(OrderLine::number).containsExactly(2L, 5L);
        assertThat(new RemoveLine(3).decide(ID, again, LATER)).isEqualTo(new Rejected(Rejection.noSuchLine()));
    }

    @ParameterizedTest
    @CsvSource({"10,19.90,1.99,17.91", "50,0.01,0.01,0.00", "33,1.00,0.33,0.67", "15,0.10,0.02,0.08", "1,0.49,0.00,0.49"
    })
    void couponsTakeOffWholeCents(int percent, String price, String discount, String total) {
        Order order = after(createOrder(), addLine(1, price, "0"), new ApplyCoupon("X", percent));

        assertThat(order.discount()).isEqualTo(new BigDecimal(discount));
        assertThat(order.total()).isEqualTo(new BigDecimal(total));
        assertThat(order.margin()).isEqualTo(new BigDecimal(total));
    }

    @Test
    void aCouponHoldsForLinesThatComeLater() {
        Order order = after(createOrder(), applyCoupon(), addLine());

        assertThat(order.discount()).isEqualTo(new BigDecimal("3.98"));
        assertThat(order.total()).isEqualTo(new BigDecimal("35.82"));
        assertThat(order.margin()).isEqualTo(new BigDecimal("13.82"));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 51, 100})
    void refusesCouponsOutOfRange(int percent) {
        assertInvalid(new ApplyCoupon("X", percent), OrderFixtures.open());
    }

    @Test
    void shippingTellsWhoCarriesIt() {
        Accepted accepted = accept(shipOrder().decide(ID, OrderFixtures.processing(), LATER));

        Shipment shipment = new Shipment("Blue Parcel", "BP-1234");
        assertThat(accepted.event()).isEqualTo(new OrderEvent.OrderShipped(shipment));
        assertThat(accepted.order().shipment()).isEqualTo(shipment);
        assertInvalid(new ShipOrder(" ", "x"), OrderFixtures.processing());
        assertInvalid(new ShipOrder("x", ""), OrderFixtures.processing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "placed", "processing", "inTransit", "delivered", "cancelled"})
    void erasingIsPossibleWhereverAnOrderStands(String state) {
        Order order =
                accept(new EraseOrder().decide(ID, STATES.get(state), LATER)).order();

        assertThat(order.erased()).isTrue();
        assertThat(order.shipment()).isNull();
        assertThat(order.coupon()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\t", "\u2003", "a\u0000b", "a\nb", "\ud800", "a\u0007"})
    void refusesNamesThatAreNoText(String name) {
        assertInvalid(new CreateOrder(name, "London", null), null);
        assertInvalid(new CreateOrder("Ada", name, null), null);
        assertInvalid(new AddLine(name, 1, BigDecimal.ONE, BigDecimal.ONE), OrderFixtures.open());
    }

    @Test
    void countsCharactersNotCodeUnits() {
        assertThat(after(new CreateOrder("😀".repeat(200), "x", null)).version())
                .isEqualTo(1);
        assertInvalid(new CreateOrder("😀".repeat(201), "x", null), null);
        assertInvalid(new CreateOrder("x", "y".repeat(201), null), null);
    }

    @Test
    void notesAndReasonsMayHaveLinesButNotOtherControls() {
        assertThat(after(new CreateOrder("Ada", "London", "one\r\n\ttwo")).staffNotes())
                .hasSize(1);
        assertInvalid(new CreateOrder("Ada", "London", "\u0000"), null);
        assertInvalid(new CreateOrder("Ada", "London", " "), null);
        assertInvalid(new CreateOrder("Ada", "London", "x".repeat(2_001)), null);
        assertInvalid(new CancelOrder("\u0000", null), OrderFixtures.open());
        assertInvalid(new CancelOrder("", null), OrderFixtures.open());
        assertInvalid(new CancelOrder("ok", ""), OrderFixtures.open());
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1_001, Integer.MAX_VALUE})
    void refusesQuantitiesOutOfRange(int quantity) {
        assertInvalid(addLine(quantity, "1", "1"), OrderFixtures.open());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000})
    void takesQuantitiesAtTheLimits(int quantity) {
        assertThat(after(createOrder(), addLine(quantity, "1", "1")).lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.01", "0.001", "1.999", "1000000.01", "1E+1000000000", "1E-1000000000", "-1E+9"})
    void refusesAmountsThatAreNotWholeCentsInRange(String amount) {
        assertInvalid(addLine(1, amount, "1"), OrderFixtures.open());
        assertInvalid(addLine(1, "1", amount), OrderFixtures.open());
    }

    @ParameterizedTest
    @CsvSource({"0,0.00", "0E-1000000000,0.00", "19.9,19.90", "19.900,19.90", "1E+6,1000000.00", "7,7.00"})
    void bringsAmountsToTwoDecimals(String given, String kept) {
        OrderLine line = after(createOrder(), addLine(1, given, "0")).lines().get(0);

        assertThat(line.unitPrice()).isEqualTo(new BigDecimal(kept));
    }

    @Test
    void marginMayBeNegative() {
        assertThat(after(createOrder(), addLine(3, "1.00", "1.50")).margin()).isEqualTo(new BigDecimal("-1.50"));
    }

    @ParameterizedTest
    @CsvSource({"1,0,5", "1,0.01,6", "1,25,6", "1,25.01,7", "8,0,40", "1000,0,40", "1,1500,65", "8,1000000,100"})
    void riskFollowsItsRule(int quantity, String price, int expected) {
        assertThat(after(createOrder(), addLine(quantity, price, "0")).riskScore())
                .isEqualTo(expected);
    }

    @Test
    void anOrderHoldsAHundredLinesAndNoMore() {
        OrderCommand[] hundred =
                IntStream.range(0, 100).mapToObj(i -> addLine()).toArray(OrderCommand[]::new);
        Order full = after(createOrder(), hundred);

        assertThat(full.lines()).hasSize(100);
        assertThat(addLine().decide(ID, full, LATER)).isEqualTo(new Rejected(Rejection.full()));
    }

    @Test
    void timesDoNotGoBackWithTheClock() {
        Order order = accept(addLine().decide(ID, OrderFixtures.open(), NOW.minusSeconds(5)))
                .order();

        assertThat(order.updatedAt()).isEqualTo(NOW);
    }

    @Test
    void anOrderThatIsInconsistentCannotBeMade() {
        OrderLine line = new OrderLine(2, "Teapot", 1, BigDecimal.ONE, BigDecimal.ONE);
        Customer ada = new Customer("Ada", "London");
        Shipment shipment = new Shipment("x", "y");
        Coupon coupon = new Coupon("x", 1);
        assertBroken(2, Order.Status.CREATED, null, List.of(line), null, null, NOW);
        assertBroken(2, Order.Status.CREATED, null, List.of(), coupon, null, NOW);
        assertBroken(2, Order.Status.IN_TRANSIT, null, List.of(), null, shipment, NOW);
        assertBroken(0, Order.Status.CREATED, null, List.of(), null, null, NOW);
        assertBroken(1, Order.Status.CREATED, null, List.of(), null, null, NOW.minusNanos(1));
        assertBroken(1, Order.Status.CREATED, ada, List.of(line), null, null, NOW);
        assertBroken(3, Order.Status.CREATED, ada, List.of(line, line), null, null, NOW);
        assertBroken(3, Order.Status.PLACED, ada, List.of(), null, null, NOW);
        assertBroken(4, Order.Status.DELIVERED, ada, List.of(line), null, null, NOW);
        assertBroken(4, Order.Status.PROCESSING, ada, List.of(line), null, shipment, NOW);
    }

    private static void assertBroken(
            long version,
            Order.Status status,
            @Nullable Customer customer,
            List<OrderLine> lines,
            @Nullable Coupon coupon,
            @Nullable Shipment shipment,
            Instant updatedAt) {
        assertThatThrownBy(() ->
                        new Order(ID, version, status, customer, lines, coupon, shipment, List.of(), NOW, updatedAt))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reasonsQuoteNothingFromTheCommand() {
        Decision decision = new CreateOrder("Secret\u0000Name", "London", null).decide(ID, null, NOW);

        assertThat(decision.toString()).doesNotContain("Secret");
    }

    private static void assertInvalid(OrderCommand command, @Nullable Order current) {
        assertThat(command.decide(ID, current, LATER)).isInstanceOfSatisfying(Rejected.class, rejected -> assertThat(
                        rejected.rejection().kind())
                .isEqualTo(Rejection.Kind.INVALID_VALUE));
    }
}
