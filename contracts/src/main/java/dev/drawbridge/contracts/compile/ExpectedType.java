package dev.drawbridge.contracts.compile;

import dev.drawbridge.contracts.type.ScalarType;
import dev.drawbridge.contracts.type.StringFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an expression has to give.
 *
 * @param type the type of the contract; null inside an operation that takes any of several kinds
 * @param kinds the kinds that such an operation takes
 * @param copies whether what is given is published as it is
 */
record ExpectedType(@Nullable ScalarType type, Set<ScalarType.Kind> kinds, boolean copies) {
    /** What can be put together, or made a pseudonym of. */
    static final ExpectedType TEXT_OR_INTEGER =
            new ExpectedType(null, Set.of(ScalarType.Kind.STRING, ScalarType.Kind.INTEGER), false);
    /** What can be formatted as an instant. */
    static final ExpectedType INSTANT = new ExpectedType(ScalarType.string(StringFormat.DATE_TIME), Set.of(), false);

    static ExpectedType of(ScalarType type) {
        return new ExpectedType(type, Set.of(), true);
    }

    /** The same for one of several alternatives. */
    ExpectedType alternative() {
        return new ExpectedType(type, kinds, false);
    }

    boolean accepts(ScalarType given) {
        return type == null ? kinds.contains(given.kind()) : type.includes(given);
    }

    /** The type of what comes out when each alternative has been accepted. */
    ScalarType typeOfAlternatives(ScalarType first) {
        return type == null ? first : type;
    }

    String describe() {
        return type == null ? "it takes strings and integers" : "it is " + type.describe();
    }
}
