package dev.drawbridge.contracts.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.refusal.Refusal;
import dev.drawbridge.contracts.refusal.Rule;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A path into the internal payload, or into one element of one of its lists. Immutable.
 *
 * @param steps the keys to follow; none for the value itself
 */
@Internal
public record PayloadPath(List<String> steps) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*(\\.[A-Za-z_][A-Za-z0-9_-]*)*");
    private static final Pattern FROM_ROOT = Pattern.compile("(state|event)(\\..+)?");
    private static final Pattern DOT = Pattern.compile("\\.");

    public PayloadPath {
        steps = List.copyOf(steps);
    }

    public static PayloadPath parse(String path) {
        return new PayloadPath(
                path.equals(".") ? List.of() : DOT.splitAsStream(path).toList());
    }

    /** Whether a text is a path from the payload's root. */
    public static boolean isPayloadPath(String text) {
        return isRelativePath(text) && FROM_ROOT.matcher(text).matches();
    }

    /** Whether a text is a path of any kind. */
    public static boolean isRelativePath(String text) {
        return SHAPE.matcher(text).matches();
    }

    /**
     * Follows the path.
     *
     * @return what is there, possibly JSON's null; {@link MissingNode} if nothing is
     * @throws Refusal if the path leads through something that is not an object
     */
    public JsonNode follow(JsonNode from, String contractPath) {
        JsonNode here = from;
        for (int i = 0; i < steps.size(); i++) {
            if (here.isNull() || here.isMissingNode()) {
                return MissingNode.getInstance();
            }
            if (!here.isObject()) {
                throw new Refusal(
                        Rule.CONTRACT_VIOLATION,
                        "contract path '" + contractPath + "' is filled from inside something that is not an object");
            }
            here = here.path(steps.get(i));
        }
        return here;
    }
}
