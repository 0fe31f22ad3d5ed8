package dev.drawbridge.write.order.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A product, how many of it, and at what price. Immutable.
 *
 * @param number names the line within its order: the version that brought it, so it is never used again
 * @param unitPrice what the customer pays for one, in the order's currency, exact to the cent
 * @param unitCost what one costs us; private
 */
public record OrderLine(long number, String productName, int quantity, BigDecimal unitPrice, BigDecimal unitCost) {

    /** Brings amounts to two decimals; an amount that is not whole cents is a bug of the caller ({@link OrderRules}). */
    public OrderLine {
        unitPrice = unitPrice.setScale(2, RoundingMode.UNNECESSARY);
        unitCost = unitCost.setScale(2, RoundingMode.UNNECESSARY);
    }

    /** Quantity times price. */
    public BigDecimal total() {
        return unitPrice.multiply(BigDecimal.valueOf(quantity));
    }

    /** What is left of the total after cost; may be negative. */
    public BigDecimal margin() {
        return unitPrice.subtract(unitCost).multiply(BigDecimal.valueOf(quantity));
    }
}
