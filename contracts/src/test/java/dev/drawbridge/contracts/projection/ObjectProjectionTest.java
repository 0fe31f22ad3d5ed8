package dev.drawbridge.contracts.projection;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.drawbridge.contracts.outbox.OutboxRow;
import dev.drawbridge.contracts.projection.ObjectProjection.PropertyProjection;
import dev.drawbridge.contracts.projection.ObjectProjection.WhenEmpty;
import dev.drawbridge.contracts.refusal.Refusal;
import dev.drawbridge.contracts.type.ScalarType;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectProjectionTest {

    /** The compiler lets no such policy through; should it ever, this is the second wall. */
    @Test
    void refusesToLeaveOutWhatIsRequiredWhateverThePolicySays() throws Exception {
        ScalarProjection omitted = new ScalarProjection(
                "state",
                new ValueSource.Constant(MissingNode.getInstance()),
                ScalarType.STRING,
                new AbsencePolicy(AbsencePolicy.Action.OMIT, AbsencePolicy.Action.OMIT));
        ObjectProjection object = new ObjectProjection(
                List.of(new PropertyProjection(new SerializedString("state"), "state", true, "a string", omitted)),
                WhenEmpty.KEEP);
        OutboxRow row = new OutboxRow(
                "e", "parcel", "p-1", 1, "Sent", 1, "{}", "2026-11-24T05:00:00Z", null, null, null, false);
        try (JsonGenerator json = new JsonFactory().createGenerator(new ByteArrayOutputStream())) {
            assertThatThrownBy(() -> object.write(
                            null, new EventInput(row, Pseudonyms.none()), JsonNodeFactory.instance.objectNode(), json))
                    .isInstanceOf(Refusal.class)
                    .hasMessage("contract path 'state' must be a string, but there is none");
        }
    }
}
