package dev.drawbridge.ops.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.ops.ActionRequiredException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetryChoiceTest {
    private static final Entry PARCEL = entry("e-1", "parcel", "p-1");
    private static final Entry LETTER = entry("e-2", "letter", "l-1");
    private static final Entry NAMELESS = entry("e-3", "?", "");
    private static final List<Entry> QUARANTINED = List.of(PARCEL, LETTER, NAMELESS);

    @Test
    void whatIsNotQuarantinedIsRefusedByName() {
        assertThatThrownBy(() -> RetryChoice.of(QUARANTINED, List.of("e-1", "e-9")))
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContaining("Not quarantined: e-9; nothing was retried.");
    }

    @Test
    void whatNamesNoAggregateIsSetApart() {
        assertThat(RetryChoice.of(QUARANTINED, List.of()))
                .isEqualTo(new RetryChoice(List.of(PARCEL, LETTER), List.of(NAMELESS)));
        assertThat(RetryChoice.of(QUARANTINED, List.of("e-3", "e-1")))
                .isEqualTo(new RetryChoice(List.of(PARCEL), List.of(NAMELESS)));
    }

    @Test
    void oneAggregateTypeIsRetriedAfterTheOther() {
        assertThat(RetryChoice.of(QUARANTINED, List.of()).byType())
                .containsExactly(Map.entry("letter", List.of(LETTER)), Map.entry("parcel", List.of(PARCEL)));
    }

    private static Entry entry(String key, String type, String id) {
        return new Entry(key, type, id, 1, "rule", "reason", Instant.EPOCH);
    }
}
