package dev.drawbridge.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OutboxColumnTest {
    /** By name, without classes in common. */
    @Test
    void theColumnsThatAreCheckedAreThoseOfTheOutbox() {
        assertThat(Stream.of(OutboxColumn.values())
                        .map(column -> column.nameIn(Map.of()))
                        .toList())
                .isEqualTo(Stream.of(dev.drawbridge.outbox.OutboxColumn.values())
                        .map(dev.drawbridge.outbox.OutboxColumn::columnName)
                        .toList());
    }
}
