package dev.drawbridge.transforms.contract;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is published where the internal value is missing or null. */
enum WhenAbsent {
    /** Nothing: the property is left out. */
    OMIT,
    /** JSON's null. */
    NULL,
    /** Nothing at all: the event is refused. */
    FAIL;

    static Optional<WhenAbsent> named(String name) {
        return Stream.of(values()).filter(policy -> policy.word().equals(name)).findFirst();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
