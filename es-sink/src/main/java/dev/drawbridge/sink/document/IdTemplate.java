package dev.drawbridge.sink.document;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A document id put together from fields of the key, such as {@code {tenant}/{orderId}}. Between two fields stands text that no
 * value may hold, so that different keys never make the same id. Immutable, thread-safe.
 */
public final class IdTemplate {

    private static final Pattern FIELD = Pattern.compile("\\{([^{}]+)}");

    private final List<FieldPath> fields = new ArrayList<>();
    /** The text before each field, and after the last. */
    private final List<String> texts = new ArrayList<>();

    private IdTemplate() {}

    /** @throws IllegalArgumentException saying what is wrong with {@code template} */
    public static IdTemplate parse(String template) {
        IdTemplate parsed = new IdTemplate();
        Matcher field = FIELD.matcher(template);
        int end = 0;
        while (field.find()) {
            parsed.texts.add(template.substring(end, field.start()));
            parsed.fields.add(FieldPath.parse(field.group(1)));
            end = field.end();
        }
        parsed.texts.add(template.substring(end));
        parsed.check();
        return parsed;
    }

    private void check() {
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("name at least one field of the key, as {field}");
        }
        if (texts.stream().anyMatch(text -> text.contains("{") || text.contains("}"))) {
            throw new IllegalArgumentException("each { needs its } around the name of a field");
        }
        if (texts.subList(1, fields.size()).contains("")) {
            throw new IllegalArgumentException("put a separator between two fields, such as {tenant}/{orderId}");
        }
    }

    String fill(Object key) {
        StringBuilder id = new StringBuilder(texts.get(0));
        for (int i = 0; i < fields.size(); i++) {
            String value = value(fields.get(i), key);
            if (i + 1 < fields.size() && !endsAt(texts.get(i + 1), value)) {
                throw new DataException("key field " + fields.get(i) + " holds the separator of document.id.template,"
                        + " or ends with a part of it; choose one that no value holds");
            }
            id.append(value).append(texts.get(i + 1));
        }
        return id.toString();
    }

    /** Whether {@code separator} is found first where {@code value} ends: {@code a:} and {@code ::} would be told as {@code a}. */
    private static boolean endsAt(String separator, String value) {
        return (value + separator).indexOf(separator) == value.length();
    }

    private static String value(FieldPath field, Object key) {
        @Nullable Object value = field.in(key);
        @Nullable BigInteger number = WholeNumber.of(value);
        if (number != null) {
            return number.toString();
        }
        if (value == null || !(value instanceof String || value instanceof Number || value instanceof Boolean)) {
            throw new DataException("key field " + field + " of document.id.template is missing, or no text or number");
        }
        return value.toString();
    }
}
