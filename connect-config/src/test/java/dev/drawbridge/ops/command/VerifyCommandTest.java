package dev.drawbridge.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.contracts.dryrun.Noninterference;
import dev.drawbridge.contracts.dryrun.SampleRow;
import dev.drawbridge.contracts.mapping.ContractBundle;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerifyCommandTest {
    private static final String PAYLOAD = """
            {"event":{},"state":{"status":"CREATED","customer":{"name":"Ada","city":"London"},"currency":"EUR",\
            "lines":[],"total":0,"margin":0,"riskScore":12,"staffNotes":[],"createdAt":"2026-11-24T05:00:00Z",\
            "updatedAt":"2026-11-24T05:00:01Z"}}""";

    @Test
    void rowsThatArePublishedAreAProof() {
        assertThat(verify(row("OrderCreated")))
                .contains("Proven on 1 rows, 1 of them published with data, ")
                .endsWith("exit 0");
    }

    @Test
    void noRowThatIsPublishedIsNoProof() {
        assertThat(verify()).contains("Nothing proven on 0 rows").endsWith("exit 1");
        assertThat(verify(row("UnknownToTheMapping")))
                .contains("Nothing proven on 1 rows, 0 of them published with data")
                .endsWith("exit 1");
    }

    private static String verify(SampleRow... rows) {
        StringWriter printed = new StringWriter();
        int exit = VerifyCommand.verify(
                new Noninterference(ContractBundle.load(Path.of("contexts/orders/mapping.yaml"))),
                List.of(rows),
                new PrintWriter(printed, true));
        return printed + "exit " + exit;
    }

    private static SampleRow row(String type) {
        return new SampleRow("e-1", "order", "o-1", 1, type, 1, PAYLOAD, "2026-11-24T05:00:01.5Z", Map.of());
    }
}
