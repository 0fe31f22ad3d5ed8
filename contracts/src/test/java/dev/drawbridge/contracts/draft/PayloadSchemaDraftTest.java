package dev.drawbridge.contracts.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.type.PayloadSchemaReader;
import org.junit.jupiter.api.Test;

class PayloadSchemaDraftTest {

    @Test
    void requiresWhatWasAlwaysThereAndHoldsNoValue() {
        PayloadSchemaDraft draft = new PayloadSchemaDraft();
        draft.addType("Sent");
        draft.addPayload(
                "{\"state\":{\"at\":\"2026-11-24T05:00:00Z\",\"n\":1,\"list\":[{\"a\":\"secret\"}],\"x\":null}}");
        draft.addPayload(
                "{\"state\":{\"at\":\"2026-11-25T05:00:00Z\",\"n\":1.5,\"list\":[],\"x\":\"y\",\"more\":true}}");
        assertThat(draft.text().replaceAll("\\s+", ""))
                .contains(
                        "\"x-event-types\":[\"Sent\"]",
                        "\"required\":[\"at\",\"n\",\"list\",\"x\"]",
                        "\"at\":{\"type\":\"string\",\"format\":\"date-time\"}",
                        "\"n\":{\"type\":\"number\"}",
                        "\"x\":{\"type\":[\"string\",\"null\"]}",
                        "\"more\":{\"type\":\"boolean\"}")
                .doesNotContain("secret");
    }

    /** A draft is a sound schema: with it, only decisions are missing. */
    @Test
    void compiles() {
        PayloadSchemaDraft draft = new PayloadSchemaDraft();
        draft.addType("ParcelSent");
        draft.addPayload("{\"state\":{\"weight\":1.5,\"empty\":[]}}");
        SourceFile file = new SourceFile("draft.json");
        assertThat(new PayloadSchemaReader(file).read(draft.text())).isNotNull();
        assertThat(file.findings()).isEmpty();
    }
}
