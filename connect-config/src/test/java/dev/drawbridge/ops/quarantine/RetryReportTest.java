package dev.drawbridge.ops.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.quarantine.QuarantineRetry.Outcome;
import java.net.ConnectException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryReportTest {
    private static final Entry PARCEL = entry("e-1", "parcel", "p-1");
    private static final Entry LOST = entry("e-2", "parcel", "p-2");
    private static final Entry LETTER = entry("e-3", "letter", "l-1");

    private final RetryReport report = new RetryReport(List.of(PARCEL, LOST, LETTER));

    @Test
    void anAggregateThatIsMissingDoesNotHoldUpTheOthers() throws Exception {
        report.add("parcel", () -> new Outcome(List.of(PARCEL, entry("e-0", "parcel", "p-1")), List.of("p-2")));
        report.add("letter", () -> new Outcome(List.of(LETTER), List.of()));
        assertThat(report.lines())
                .containsExactly(
                        "The write service has no aggregate parcel p-2; dismiss what can never be published.",
                        "2 of 3 settled.",
                        "1 more of the same aggregates settled with them.");
        assertThat(report.open()).containsExactly(LOST);
        report.throwFailure();
    }

    @Test
    void aTypeThatFailsDoesNotHoldUpTheOthers() throws Exception {
        report.add("parcel", () -> {
            throw new ConnectException("it does not answer");
        });
        report.add("letter", () -> {
            throw new ActionRequiredException("No connector publishes it.");
        });
        report.add("note", () -> new Outcome(List.of(LETTER), List.of()));
        assertThat(report.lines())
                .containsExactly(
                        "parcel was not retried to the end: it does not answer",
                        "letter was not retried to the end: No connector publishes it.",
                        "1 of 3 settled.");
        assertThat(report.open()).containsExactly(PARCEL, LOST);
        assertThatThrownBy(report::throwFailure).isInstanceOf(ConnectException.class);
    }

    private static Entry entry(String key, String type, String id) {
        return new Entry(key, type, id, 1, "rule", "reason", Instant.EPOCH);
    }
}
