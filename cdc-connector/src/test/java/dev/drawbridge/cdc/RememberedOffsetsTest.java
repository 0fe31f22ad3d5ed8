package dev.drawbridge.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.junit.jupiter.api.Test;

class RememberedOffsetsTest {
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong now = new AtomicLong();
    private final RememberedOffsets offsets = new RememberedOffsets(
            new OffsetStorageReader() {
                @Override
                public <T> Map<String, Object> offset(Map<String, T> partition) {
                    return Map.of("lsn", asked.incrementAndGet());
                }

                @Override
                public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
                    return Map.of(partitions.iterator().next(), Map.of("lsn", asked.incrementAndGet()));
                }
            },
            now::get);

    @Test
    void asksAgainOnlyAfterTwoSeconds() {
        Map<String, String> partition = Map.of("server", "orders");
        assertThat(offsets.offset(partition)).containsEntry("lsn", 1L);
        now.addAndGet(1_999_000_000L);
        assertThat(offsets.offset(partition)).containsEntry("lsn", 1L);
        now.addAndGet(2_000_000L);
        assertThat(offsets.offset(partition)).containsEntry("lsn", 2L);
    }

    @Test
    void keepsPartitionsApart() {
        assertThat(offsets.offset(Map.of("server", "a"))).containsEntry("lsn", 1L);
        assertThat(offsets.offset(Map.of("server", "b"))).containsEntry("lsn", 2L);
    }
}
