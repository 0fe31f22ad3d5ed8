package dev.drawbridge.write.order.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Takes a share off what the lines add up to. Immutable.
 *
 * @param code what the customer typed; private
 * @param percentOff whole percent
 */
public record Coupon(String code, int percentOff) {

    /** What it takes off, in whole cents; half a cent goes to the customer. */
    BigDecimal discountOn(BigDecimal amount) {
        return amount.multiply(BigDecimal.valueOf(percentOff, 2)).setScale(2, RoundingMode.HALF_UP);
    }
}
