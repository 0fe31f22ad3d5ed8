package dev.drawbridge.contracts.projection;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.refusal.Refusal;
import dev.drawbridge.contracts.refusal.Rule;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes one piece of a public event, of the type its contract promises, or refuses. Immutable and thread-safe. */
@Internal
public sealed interface Projection permits ScalarProjection, ObjectProjection, ArrayProjection {

    /**
     * Writes the piece, unless there is nothing to publish.
     *
     * @param name the property's name; null for an item of an array, and for the event itself
     * @param scope the payload, or the element of a list that is being mapped
     * @return whether anything was written
     */
    boolean write(@Nullable SerializableString name, EventInput event, JsonNode scope, JsonGenerator json)
            throws IOException;

    /** Whether there is anything to publish. */
    boolean isPresent(EventInput event, JsonNode scope);

    /** What is read for single values, here and below. */
    Stream<ValueSource> sources();

    /** A refusal that names the place and the type that was promised there, and nothing else. */
    static Refusal violation(String contractPath, String expected) {
        return new Refusal(Rule.CONTRACT_VIOLATION, "contract path '" + contractPath + "' must be " + expected);
    }

    /** Writes a property's name. */
    static void writeName(@Nullable SerializableString name, JsonGenerator json) throws IOException {
        if (name != null) {
            json.writeFieldName(name);
        }
    }
}
