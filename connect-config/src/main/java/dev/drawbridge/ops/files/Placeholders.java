package dev.drawbridge.ops.files;

import dev.drawbridge.ops.ActionRequiredException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What differs between places, as {@code key → value}: fills the <code>{{key}}</code> placeholders of the files.
 * Connect's own <code>${provider:…}</code> references are left alone, so that secrets are never resolved here. Immutable.
 */
public final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([A-Za-z0-9_.-]+)}}");

    private final Map<String, String> values;

    private Placeholders(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    public static Placeholders of(Map<String, String> values) {
        return new Placeholders(values);
    }

    /** These with some values replaced or added. */
    public Placeholders with(Map<String, String> changes) {
        Map<String, String> changed = new HashMap<>(values);
        changed.putAll(changes);
        return new Placeholders(changed);
    }

    /** @throws ActionRequiredException when {@code text} asks for a key this environment lacks; {@code where} names the place */
    public String fill(String text, String where) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String value = values.get(matcher.group(1));
            if (value == null) {
                throw new ActionRequiredException(where + " asks for {{" + matcher.group(1)
                        + "}}, which the environment does not define; add it to the file under environments/.");
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
    }
}
