package dev.drawbridge.stack.demo.workload;

import java.time.Duration;

/**
 * What one run does.
 *
 * @param rate commands a second
 * @param timeout how long to wait without any progress for what is still on its way, before it counts as lost
 * @param longestWarmUp how long to send commands at most, before those that count, until the figures have settled
 */
public record Plan(int rate, Duration duration, Duration timeout, Duration longestWarmUp) {
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(3);

    /** Without sending anything before. */
    public Plan(int rate, Duration duration, Duration timeout) {
        this(rate, duration, timeout, Duration.ZERO);
    }

    /** The same for another time. */
    public Plan lasting(Duration time) {
        return new Plan(rate, time, timeout, longestWarmUp);
    }

    /** Commands of this time are counted, but not timed: servers and client are still being compiled. */
    public Duration warmUp() {
        Duration fifth = duration.dividedBy(5);
        return fifth.compareTo(LONGEST_WARM_UP) < 0 ? fifth : LONGEST_WARM_UP;
    }

    public long commands() {
        return rate * duration.toMillis() / 1000;
    }

    /** One command in so many is asked for by GET and search: asking for more would slow down what is measured. */
    public int sampling() {
        int askedForEachSecond = 10;
        return Math.max(1, rate / askedForEachSecond);
    }
}
