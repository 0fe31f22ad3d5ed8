package dev.drawbridge.write;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads settings from environment variables, and gathers what is wrong with them. Used by one thread. */
final class EnvironmentVariables {
    private final Map<String, String> values;
    private final List<String> errors = new ArrayList<>();

    EnvironmentVariables(Map<String, String> values) {
        this.values = values;
    }

    String text(String key, String byDefault) {
        return values.getOrDefault(key, byDefault);
    }

    String required(String key, String example) {
        String value = text(key, "");
        if (value.isBlank()) {
            refuse(key, "is not set: set it, for example to " + example + ".");
        }
        return value;
    }

    int number(String key, String byDefault, int min, int max, String hint) {
        String value = text(key, byDefault);
        if (value.matches("[0-9]{1,9}") && Integer.parseInt(value) >= min && Integer.parseInt(value) <= max) {
            return Integer.parseInt(value);
        }
        refuse(key, "must be a number from " + min + " to " + max + hint + ".");
        return min;
    }

    boolean flag(String key) {
        String value = text(key, "false");
        if (!value.equals("true") && !value.equals("false")) {
            refuse(key, "must be true or false.");
        }
        return value.equals("true");
    }

    /** Both bounds are durations too, and belong to what is allowed. */
    Duration duration(String key, String byDefault, String least, String most) {
        try {
            Duration value = Duration.parse(text(key, byDefault));
            if (value.compareTo(Duration.parse(least)) >= 0 && value.compareTo(Duration.parse(most)) <= 0) {
                return value;
            }
        } catch (DateTimeParseException withheld) { // reported below, by the key
        }
        refuse(
                key,
                "must be a duration as ISO 8601 writes it, such as PT24H or P7D, from " + least + " to " + most + ".");
        return Duration.ZERO;
    }

    /** @param problem completes a sentence that begins with the key; never quotes the value, which may be secret */
    void refuse(String key, String problem) {
        errors.add(key + " " + problem);
    }

    /** @throws WriteApiConfigException that names everything that was refused */
    void requireNoErrors() {
        if (!errors.isEmpty()) {
            throw new WriteApiConfigException(String.join(System.lineSeparator(), errors));
        }
    }
}
