package dev.drawbridge.outbox;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes UUIDv7 (RFC 9562): 48 bits of milliseconds, 12 bits that count within one, 62 random bits. Ids of one instance rise,
 * also when the clock goes back or more than 4,096 are made in a millisecond: the time then runs ahead a little. Thread-safe.
 */
public final class EventIds {
    private static final int COUNTER_BITS = 12;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong last = new AtomicLong();

    public EventIds(Clock clock) {
        this.clock = clock;
    }

    /** An id higher than all before it. */
    public UUID next() {
        long fromClock = clock.millis() << COUNTER_BITS;
        long tick = last.updateAndGet(previous -> Math.max(previous + 1, fromClock));
        long high = (tick >>> COUNTER_BITS) << 16 | 0x7000L | (tick & 0x0fff);
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
