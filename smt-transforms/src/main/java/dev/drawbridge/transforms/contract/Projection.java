package dev.drawbridge.transforms.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.transforms.outbox.OutboxColumn;
import dev.drawbridge.transforms.outbox.OutboxRow;
import dev.drawbridge.transforms.refusal.Refusal;
import dev.drawbridge.transforms.refusal.Rule;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes one piece of a public event, of the type its contract promises, or refuses. Immutable and thread-safe. */
sealed interface Projection permits ScalarProjection, ObjectProjection, ArrayProjection {

    /**
     * Makes the piece.
     *
     * @param scope the payload, or the element of a list that is being mapped
     * @return the piece, or null if there is nothing to publish
     */
    @Nullable
    JsonNode project(OutboxRow row, JsonNode scope);

    /** The columns of the outbox that are read. */
    Stream<OutboxColumn> columns();

    /** A refusal that names the place and the type that was promised there, and nothing else. */
    static Refusal violation(String contractPath, String expected) {
        return new Refusal(Rule.CONTRACT_VIOLATION, "contract path '" + contractPath + "' must be " + expected);
    }
}
