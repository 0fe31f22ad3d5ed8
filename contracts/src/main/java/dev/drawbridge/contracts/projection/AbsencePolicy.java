package dev.drawbridge.contracts.projection;

import dev.drawbridge.contracts.annotation.Internal;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is published where an internal value is absent.
 *
 * @param whenMissing if nothing is there
 * @param whenNull if JSON's null is there
 */
@Internal
public record AbsencePolicy(Action whenMissing, Action whenNull) {

    /** What is done about an absent value. */
    public enum Action {
        /** The property is left out. */
        OMIT,
        /** JSON's null is published. */
        NULL,
        /** The event is refused. */
        FAIL;

        /** The action of that name in a mapping. */
        public static Optional<Action> named(String name) {
            return Stream.of(values())
                    .filter(action -> action.word().equals(name))
                    .findFirst();
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
