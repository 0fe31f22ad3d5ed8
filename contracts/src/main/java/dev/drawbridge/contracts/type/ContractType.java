package dev.drawbridge.contracts.type;

import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.source.SourcePosition;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The type of a piece of a public event. Immutable. */
@Internal
public sealed interface ContractType
        permits ContractType.ObjectType, ContractType.ArrayType, ContractType.InvalidType, ScalarType {

    /** Whether JSON's null is a value of this type. */
    boolean nullable();

    /** The type in words, for messages. */
    String describe();

    /** An object with these properties, in this order, and no others. */
    record ObjectType(Map<String, Property> properties, boolean nullable) implements ContractType {
        public ObjectType {
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        }

        @Override
        public String describe() {
            return "an object";
        }
    }

    /** An array of items of one type. */
    record ArrayType(ContractType items, boolean nullable) implements ContractType {
        @Override
        public String describe() {
            return "an array";
        }
    }

    /** Stands where a type has been reported as broken, so that the rest can still be checked. */
    record InvalidType() implements ContractType {
        @Override
        public boolean nullable() {
            return false;
        }

        @Override
        public String describe() {
            return "unreadable";
        }
    }

    /**
     * A property of an object.
     *
     * @param name its key
     * @param type what it holds
     * @param required whether it is always there
     * @param at where its schema file names it
     */
    record Property(String name, ContractType type, boolean required, SourcePosition at) {}
}
