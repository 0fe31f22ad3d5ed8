package dev.drawbridge.contracts.type;

import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.source.SourcePosition;
import dev.drawbridge.contracts.type.ContractType.ArrayType;
import dev.drawbridge.contracts.type.ContractType.ObjectType;
import dev.drawbridge.contracts.type.ContractType.Property;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the write side puts into its payloads, as its own team says. Private. Immutable.
 *
 * @param type the payload's type
 * @param eventTypes the internal event types, and where each is listed
 */
@Internal
public record PayloadSchema(ObjectType type, Map<String, SourcePosition> eventTypes) {

    public PayloadSchema {
        eventTypes = Collections.unmodifiableMap(new LinkedHashMap<>(eventTypes));
    }

    /** The paths of all single values and lists of single values, and where the schema names each. */
    public Map<String, SourcePosition> leaves() {
        Map<String, SourcePosition> leaves = new LinkedHashMap<>();
        collect("", type, leaves);
        return leaves;
    }

    private static void collect(String prefix, ObjectType object, Map<String, SourcePosition> into) {
        for (Property property : object.properties().values()) {
            String path = prefix + property.name();
            ContractType type = property.type();
            while (type instanceof ArrayType array) {
                type = array.items();
            }
            if (type instanceof ObjectType inner) {
                collect(path + ".", inner, into);
            } else {
                into.put(path, property.at());
            }
        }
    }

    /** Whether there is anything at a path, lists being walked through. */
    public boolean knows(String path) {
        ContractType here = type;
        for (String step : PayloadPath.parse(path).steps()) {
            while (here instanceof ArrayType array) {
                here = array.items();
            }
            Property property =
                    here instanceof ObjectType object ? object.properties().get(step) : null;
            if (property == null) {
                return false;
            }
            here = property.type();
        }
        return true;
    }
}
