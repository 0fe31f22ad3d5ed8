package dev.drawbridge.contracts.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.contracts.compile.SmallContract;
import dev.drawbridge.contracts.mapping.ContractBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunTest {
    private static final String PAYLOAD = """
            {"event":{},"state":{"phase":"OUT","items":[],"margin":1}}""";

    private DryRun dryRun;

    @BeforeEach
    void compile(@TempDir Path folder) throws Exception {
        for (Map.Entry<String, String> file : SmallContract.files().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        dryRun = new DryRun(ContractBundle.load(folder));
    }

    @Test
    void showsTheEventThatARowBecomes() {
        DryRunResult result = dryRun.of(row("p-1", "ParcelSent", PAYLOAD));

        assertThat(result.refusal()).isNull();
        assertThat(result.key()).isEqualTo("p-1");
        assertThat(result.value()).isEqualTo("{\"id\":\"p-1\",\"version\":7,\"state\":\"sent\",\"items\":[]}");
        assertThat(result.headers())
                .containsEntry("ce_type", "com.example.parcels.parcel-sent.v1")
                .containsEntry("ce_aggregateversion", "7")
                .containsEntry("ce_traceparent", "00-1")
                .doesNotContainKeys("ce_correlationid", "ce_replay");
    }

    @Test
    void showsAnErasureWithoutValue() {
        DryRunResult result = dryRun.of(row("p-1", "ParcelErased", null));

        assertThat(result.isPublished()).isTrue();
        assertThat(result.value()).isNull();
    }

    @Test
    void refusesByTheRulesOfColumnsAndOfTheMapping() {
        assertThat(dryRun.of(row(" secret", "ParcelSent\u0000", PAYLOAD)).refusal())
                .contains("column 'type'", "rule invalid.row")
                .doesNotContain("secret");
        assertThat(dryRun.of(row("p-1", "ParcelLost", PAYLOAD)).refusal())
                .contains("'ParcelLost'", "rule unknown.type", "Add it to the mapping");
    }

    private static SampleRow row(String id, String type, String payload) {
        return new SampleRow(
                "e-1",
                "parcel",
                id,
                7,
                type,
                1,
                payload,
                "2026-11-24T05:00:01.5Z",
                Map.of("traceparent", "00-1", "correlationid", "c-1"));
    }
}
