package dev.drawbridge.ops.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuietPartitionsTest {
    private static final Instant NOW = Instant.ofEpochMilli(10_000);

    @Test
    void partitionsWhoseNewestRecordIsOlderThanTheLimitAreNamed() {
        assertThat(QuietPartitions.findings("t", Map.of(0, 9_001L, 1, 8_999L, 2, 1L), 1_000, NOW))
                .singleElement()
                .asString()
                .contains("Topic t", "[1, 2]", "max.compaction.lag.ms=1000", "again");
    }

    @Test
    void anEmptyPartitionAndOneThatIsNeverCompactedInTimeAreNot() {
        assertThat(QuietPartitions.findings("t", Map.of(0, -1L), 1_000, NOW)).isEmpty();
        assertThat(QuietPartitions.findings("t", Map.of(0, 1L), Long.MAX_VALUE, NOW))
                .isEmpty();
    }
}
