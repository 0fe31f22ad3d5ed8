package dev.drawbridge.write.order.model;

import static dev.drawbridge.write.order.model.OrderFixtures.ID;
import static dev.drawbridge.write.order.model.OrderFixtures.NOW;
import static dev.drawbridge.write.order.model.OrderFixtures.accept;
import static dev.drawbridge.write.order.model.OrderFixtures.addLine;
import static dev.drawbridge.write.order.model.OrderFixtures.after;
import static dev.drawbridge.write.order.model.OrderFixtures.cancelOrder;
import static dev.drawbridge.write.order.model.OrderFixtures.createOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.write.order.model.Decision.Accepted;
import dev.drawbridge.write.order.model.Decision.Rejected;
import dev.drawbridge.write.order.model.OrderCommand.AddLine;
import dev.drawbridge.write.order.model.OrderCommand.CancelOrder;
import dev.drawbridge.write.order.model.OrderCommand.CreateOrder;
import dev.drawbridge.write.order.model.OrderCommand.EraseOrder;
import dev.drawbridge.write.order.model.OrderEvent.OrderCancelled;
import dev.drawbridge.write.order.model.OrderEvent.OrderCreated;
import dev.drawbridge.write.order.model.OrderEvent.OrderErased;
import dev.drawbridge.write.order.model.OrderEvent.OrderLineAdded;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
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
        OrderLine line = new OrderLine("Teapot", 2, new BigDecimal("19.90"), new BigDecimal("11.00"));
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
                new Object[] {cancelled, addLine(), Rejection.cancelledTakesNoLines()},
                new Object[] {cancelled, cancelOrder(), Rejection.alreadyCancelled()},
                new Object[] {erased, createOrder(), Rejection.erased()},
                new Object[] {erased, addLine(), Rejection.erased()},
                new Object[] {erased, cancelOrder(), Rejection.erased()},
                new Object[] {erased, new EraseOrder(), Rejection.erased()});
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
        OrderLine line = new OrderLine("Teapot", 1, BigDecimal.ONE, BigDecimal.ONE);
        assertThatThrownBy(() -> new Order(ID, 2, Order.Status.CREATED, null, List.of(line), List.of(), NOW, NOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Order(ID, 0, Order.Status.CREATED, null, List.of(), List.of(), NOW, NOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new Order(ID, 1, Order.Status.CREATED, null, List.of(), List.of(), NOW, NOW.minusNanos(1)))
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
