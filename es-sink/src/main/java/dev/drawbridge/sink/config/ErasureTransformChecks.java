package dev.drawbridge.sink.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether what Connect does to a record before {@code put} can lose it, an erasure above all: a transform that fails on a record
 * without value sends it to the dead letter queue under {@code errors.tolerance=all}, one may drop it, and one may give it a value.
 * These are options of Connect's own; the sink never sees the record.
 */
final class ErasureTransformChecks {

    static final String TOLERANCE = "errors.tolerance";
    static final String QUEUE = "errors.deadletterqueue.topic.name";
    static final String QUEUE_HEADERS = "errors.deadletterqueue.context.headers.enable";

    private static final String KAFKAS = "org.apache.kafka.connect.transforms.";
    private static final String IS_TOMBSTONE = "RecordIsTombstone";
    private static final String FILTER = "Filter";

    /** Kafka's own that let a record without value through as it is; the test runs each of them. */
    static final Set<String> PASS_TOMBSTONES = Set.of(
            "Cast$Key",
            "Cast$Value",
            "DropHeaders",
            "ExtractField$Key",
            "ExtractField$Value",
            "Flatten$Key",
            "Flatten$Value",
            "HeaderFrom$Key",
            "HoistField$Key",
            "InsertField$Key",
            "InsertField$Value",
            "InsertHeader",
            "MaskField$Key",
            "RegexRouter",
            "ReplaceField$Key",
            "ReplaceField$Value",
            "SetSchemaMetadata$Key",
            "SetSchemaMetadata$Value",
            "TimestampConverter$Key",
            "TimestampConverter$Value",
            "TimestampRouter");

    /** Kafka's own that make a document of an erasure, without failing. */
    static final Set<String> FILL_TOMBSTONES = Set.of("HoistField$Value");

    private static final String REMEDY =
            "; apply it to other records only, with a predicate of the type RecordIsTombstone and negate=true";

    private final Map<String, String> properties;
    private final Map<String, String> errors;
    private final boolean tolerant;

    private ErasureTransformChecks(Map<String, String> properties, Map<String, String> errors) {
        this.properties = properties;
        this.errors = errors;
        this.tolerant = "all".equals(value(TOLERANCE));
    }

    /** What is wrong, by option. */
    static void crossCheck(Map<String, String> properties, Map<String, String> errors) {
        ErasureTransformChecks checks = new ErasureTransformChecks(properties, errors);
        if (checks.tolerant) {
            checks.requireQueue();
        }
        if (!"ignore".equals(checks.value(DocumentOptions.NULL_VALUES_CONFIG))) {
            checks.transforms().forEach(checks::check);
        }
    }

    private void requireQueue() {
        if (value(QUEUE).isEmpty()) {
            errors.put(
                    TOLERANCE,
                    TOLERANCE + "=all drops records that a converter or transform fails on; set " + QUEUE + ", or "
                            + TOLERANCE + "=none");
        } else if (!"true".equalsIgnoreCase(value(QUEUE_HEADERS))) {
            errors.put(
                    QUEUE_HEADERS,
                    "without " + QUEUE_HEADERS
                            + "=true a record in the dead letter queue does not say where it came from"
                            + " and why, an erasure neither; set it");
        }
    }

    private void check(String transform) {
        String option = "transforms." + transform + ".type";
        String type = simpleName(value(option), KAFKAS);
        boolean tombstonesOnly = isTombstonePredicate(transform) && !isNegated(transform);
        boolean othersOnly = isTombstonePredicate(transform) && isNegated(transform);
        if (othersOnly || PASS_TOMBSTONES.contains(type)) {
            return;
        }
        if (type.equals(FILTER)) {
            if (tombstonesOnly) {
                errors.put(
                        option,
                        option + "=" + FILTER + " drops every erasure; remove it, or set "
                                + DocumentOptions.NULL_VALUES_CONFIG + "=ignore");
            }
        } else if (FILL_TOMBSTONES.contains(type)) {
            errors.put(option, option + "=" + type + " makes a document of an erasure" + REMEDY);
        } else if (tolerant) {
            errors.put(
                    option,
                    option + " names a transform that " + (value(option).startsWith(KAFKAS) ? "fails" : "may fail")
                            + " on a record without value, which would send erasures to the dead letter queue under "
                            + TOLERANCE + "=all" + REMEDY);
        }
    }

    private boolean isTombstonePredicate(String transform) {
        String predicate = value("transforms." + transform + ".predicate");
        String type = value("predicates." + predicate + ".type");
        return !predicate.isEmpty() && simpleName(type, KAFKAS + "predicates.").equals(IS_TOMBSTONE);
    }

    private boolean isNegated(String transform) {
        return "true".equalsIgnoreCase(value("transforms." + transform + ".negate"));
    }

    private List<String> transforms() {
        return Arrays.stream(value("transforms").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Connect takes the simple name of a class as well. */
    private static String simpleName(String type, String folder) {
        return type.startsWith(folder) ? type.substring(folder.length()) : type;
    }

    private String value(String option) {
        @Nullable String value = properties.get(option);
        return value == null ? "" : value.strip();
    }
}
