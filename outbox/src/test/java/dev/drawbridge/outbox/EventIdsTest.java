package dev.drawbridge.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventIdsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T05:00:00.123Z");

    @Test
    void areVersionSevenWithTheClocksTime() {
        UUID id = new EventIds(Clock.fixed(NOW, ZoneOffset.UTC)).next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void riseEvenWhenTheClockStandsStill() {
        EventIds ids = new EventIds(Clock.fixed(NOW, ZoneOffset.UTC));
        String last = "";
        for (int i = 0; i < 10_000; i++) {
            String next = ids.next().toString();
            assertThat(next).isGreaterThan(last);
            last = next;
        }
    }

    @Test
    void areUniqueAcrossThreads() {
        EventIds ids = new EventIds(Clock.systemUTC());
        Set<UUID> seen = Collections.synchronizedSet(new HashSet<>());
        IntStream.range(0, 100_000).parallel().forEach(i -> seen.add(ids.next()));

        assertThat(seen).hasSize(100_000);
    }
}
