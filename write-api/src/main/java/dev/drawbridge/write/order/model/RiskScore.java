package dev.drawbridge.write.order.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * How closely somebody should look at an order before it is shipped, from 0 (not at all) to 100.
 *
 * <ul>
 *   <li>1 point for each started 25 of the total, at most 60: the dearer, the more is lost;
 *   <li>5 points for each piece in the largest line, at most 40: many of one kind smell of resale.
 * </ul>
 */
final class RiskScore {
    private static final BigDecimal TOTAL_PER_POINT = new BigDecimal(25);
    private static final int MAX_FOR_TOTAL = 60;
    private static final int POINTS_PER_PIECE = 5;
    private static final int MAX_FOR_QUANTITY = 40;

    private RiskScore() {}

    static int of(BigDecimal total, List<OrderLine> lines) {
        int largest = lines.stream().mapToInt(OrderLine::quantity).max().orElse(0);
        BigDecimal steps = total.divide(TOTAL_PER_POINT, 0, RoundingMode.CEILING);
        int forTotal = steps.min(BigDecimal.valueOf(MAX_FOR_TOTAL)).intValueExact();
        return forTotal + Math.min(MAX_FOR_QUANTITY, POINTS_PER_PIECE * largest);
    }
}
