package dev.drawbridge.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object read strictly: each field once, of exactly its type, and none but those asked for. Fields are taken one by
 * one; {@link #requireNothingElse} ends it. Used by one thread.
 */
public final class JsonBody {
    /** Deeper and longer than any request is. */
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(8)
            .maxNumberLength(100)
            .build();

    private static final JsonMapper JSON = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(LIMITS).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final ObjectNode rest;

    private JsonBody(ObjectNode object) {
        this.rest = object;
    }

    /** @throws MalformedRequest when the text is not one JSON object; its content is not quoted */
    public static JsonBody parse(String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return new JsonBody(object);
            }
        } catch (JsonProcessingException e) {
            throw new MalformedRequest("The body is not well-formed JSON"
                    + (e.getLocation() == null
                            ? "."
                            : ": see line " + e.getLocation().getLineNr() + ", column "
                                    + e.getLocation().getColumnNr() + "."));
        } catch (NumberFormatException e) { // Jackson lets it through
            throw new MalformedRequest("The body has a number whose exponent is beyond all bounds.");
        }
        throw new MalformedRequest("The body must be a JSON object.");
    }

    public String text(String field) {
        return required(field, JsonNode::isTextual, "a string").textValue();
    }

    public @Nullable String optionalText(String field) {
        JsonNode value = rest.get(field);
        if (value == null || value.isNull()) {
            rest.remove(field);
            return null;
        }
        return text(field);
    }

    /** Empty when the field is missing or null. */
    public List<String> optionalTexts(String field, int most) {
        JsonNode value = rest.remove(field);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray() || value.isEmpty() || value.size() > most) {
            throw new MalformedRequest("The field " + field + " must be an array of 1 to " + most + " strings.");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw new MalformedRequest("The field " + field + " must be an array of 1 to " + most + " strings.");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    public @Nullable Integer optionalWholeNumber(String field) {
        JsonNode value = rest.get(field);
        if (value == null || value.isNull()) {
            rest.remove(field);
            return null;
        }
        return wholeNumber(field);
    }

    public int wholeNumber(String field) {
        return required(field, node -> node.isIntegralNumber() && node.canConvertToInt(), "a whole number")
                .intValue();
    }

    public BigDecimal number(String field) {
        return required(field, JsonNode::isNumber, "a number").decimalValue();
    }

    /** @throws MalformedRequest when there are fields that nobody took */
    public void requireNothingElse() {
        Iterator<String> names = rest.fieldNames();
        if (names.hasNext()) {
            throw new MalformedRequest("The body has a field that is not known here; "
                    + "check the spelling of the fields against the API.");
        }
    }

    private JsonNode required(String field, Predicate<JsonNode> fits, String type) {
        JsonNode value = rest.remove(field);
        if (value == null) {
            throw new MalformedRequest("The field " + field + " is missing.");
        }
        if (!fits.test(value)) {
            throw new MalformedRequest("The field " + field + " must be " + type + ".");
        }
        return value;
    }
}
