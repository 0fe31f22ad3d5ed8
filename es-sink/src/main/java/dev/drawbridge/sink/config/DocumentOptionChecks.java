package dev.drawbridge.sink.config;

import static dev.drawbridge.sink.config.DocumentOptions.FAIL;
import static dev.drawbridge.sink.config.DocumentOptions.FIELD;
import static dev.drawbridge.sink.config.DocumentOptions.NULL_VALUES_CONFIG;
import static dev.drawbridge.sink.config.DocumentOptions.ROUTING_CONFIG;
import static dev.drawbridge.sink.config.DocumentOptions.VERSION_FIELD_CONFIG;
import static dev.drawbridge.sink.config.DocumentOptions.VERSION_SOURCE_CONFIG;

import dev.drawbridge.sink.document.Routing;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be wrong between the options of {@link DocumentOptions}, each of them right by itself. */
public final class DocumentOptionChecks {
    private DocumentOptionChecks() {}

    /** What is wrong between options, by each option that has a part in it. */
    static void crossCheck(Map<String, String> properties, Map<String, String> errors) {
        TopicMappingChecks.crossCheck(properties, errors);
        boolean byField = FIELD.equals(value(properties, VERSION_SOURCE_CONFIG, ""));
        if (byField && value(properties, VERSION_FIELD_CONFIG, "").isEmpty()) {
            String error = "set " + VERSION_FIELD_CONFIG + ", which " + VERSION_SOURCE_CONFIG + "=field asks for";
            errors.put(VERSION_SOURCE_CONFIG, error);
            errors.put(VERSION_FIELD_CONFIG, error);
        }
        boolean erases = !List.of("ignore", FAIL).contains(value(properties, NULL_VALUES_CONFIG, "mark-erased"));
        if (erases && byField) {
            attachErasureError(errors, VERSION_SOURCE_CONFIG, "take the version from a header or the offset");
        }
        if (erases && routesByValue(value(properties, ROUTING_CONFIG, ""))) {
            attachErasureError(errors, ROUTING_CONFIG, "take the routing from a header or the key");
        }
    }

    /** Without the spaces around it, as the definition reads it. */
    private static String value(Map<String, String> properties, String key, String fallback) {
        @Nullable String value = properties.get(key);
        return value == null ? fallback : value.trim();
    }

    private static boolean routesByValue(String routing) {
        try {
            return !routing.isEmpty() && Routing.parse(routing).needsValue();
        } catch (IllegalArgumentException saidByTheValidator) {
            return false;
        }
    }

    /** Who asks for reports needs a place for them: Connect's own options, which a task does not see. */
    public static Map<String, String> deadLetterErrors(Map<String, String> properties) {
        boolean reports = DocumentOptions.REPORT.equals(properties.get(DocumentOptions.MALFORMED_CONFIG));
        boolean nowhere = value(properties, ErasureTransformChecks.QUEUE, "").isEmpty()
                || !"all".equals(properties.get(ErasureTransformChecks.TOLERANCE));
        return reports && nowhere
                ? Map.of(
                        DocumentOptions.MALFORMED_CONFIG,
                        "report needs a place: set errors.tolerance=all and errors.deadletterqueue.topic.name too")
                : Map.of();
    }

    private static void attachErasureError(Map<String, String> errors, String key, String remedy) {
        String error = "a record without value has no fields: " + remedy + ", or set " + NULL_VALUES_CONFIG
                + "=ignore or fail";
        errors.putIfAbsent(key, error);
        errors.put(NULL_VALUES_CONFIG, error);
    }
}
