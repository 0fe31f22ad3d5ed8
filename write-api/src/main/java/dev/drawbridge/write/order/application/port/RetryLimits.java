package dev.drawbridge.write.order.application.port;

import java.time.Duration;

/**
 * How long something that fails is tried again. Immutable.
 *
 * @param firstPause after the first failure; it doubles each time
 * @param longestPause where it stops growing
 * @param attempts how often at most, the first time included
 */
public record RetryLimits(Duration firstPause, Duration longestPause, int attempts) {}
