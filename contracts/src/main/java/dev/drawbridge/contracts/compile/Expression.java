package dev.drawbridge.contracts.compile;

import dev.drawbridge.contracts.projection.ValueSource;
import dev.drawbridge.contracts.type.ScalarType;

/**
 * What fills a single value, with what is known about it before anything runs.
 *
 * @param source reads it
 * @param type what it gives when it gives something
 * @param mayBeMissing whether it may give nothing
 * @param mayBeNull whether it may give JSON's null
 */
record Expression(ValueSource source, ScalarType type, boolean mayBeMissing, boolean mayBeNull) {

    boolean mayBeAbsent() {
        return mayBeMissing || mayBeNull;
    }
}
