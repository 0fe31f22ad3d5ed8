package dev.drawbridge.contracts.projection;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.outbox.OutboxRow;
import dev.drawbridge.contracts.refusal.Refusal;
import dev.drawbridge.contracts.refusal.Rule;
import java.nio.charset.StandardCharsets;

/** Reads internal payloads: strictly, within limits, numbers exactly as written. Immutable and thread-safe. */
@Internal
public final class PayloadReader {
    private static final String DEBEZIUM_UNAVAILABLE = "__debezium_unavailable_value";

    private final int maxBytes;
    private final int maxDepth;
    private final ObjectReader json;

    /**
     * @param maxBytes the size in UTF-8 beyond which payloads are refused
     * @param maxDepth the number of levels beyond which payloads are refused
     */
    public PayloadReader(int maxBytes, int maxDepth) {
        this.maxBytes = maxBytes;
        this.maxDepth = maxDepth;
        JsonFactory factory = JsonFactory.builder()
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxStringLength(maxBytes)
                        .build())
                .build();
        this.json = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build()
                .reader();
    }

    /**
     * The payload of a row.
     *
     * @throws Refusal if it is missing, too large, or not a JSON object
     */
    public JsonNode read(OutboxRow row) {
        String text = row.payload();
        if (text == null) {
            throw new Refusal(Rule.MISSING_PAYLOAD, "the payload is null");
        }
        if (text.equals(DEBEZIUM_UNAVAILABLE)) {
            throw new Refusal(Rule.UNAVAILABLE_PAYLOAD, "the payload was not in the write-ahead log");
        }
        if (isOversized(text)) {
            throw new Refusal(Rule.OVERSIZED_PAYLOAD, "the payload is larger than " + maxBytes + " bytes");
        }
        return parse(text);
    }

    private JsonNode parse(String text) {
        try {
            JsonNode payload = json.readTree(text);
            if (payload.isObject()) {
                return payload;
            }
        } catch (JsonProcessingException withheld) { // its message quotes the payload
        }
        throw new Refusal(
                Rule.MALFORMED_PAYLOAD,
                "the payload is not a JSON object with distinct keys, at most " + maxDepth + " levels deep");
    }

    private boolean isOversized(String text) {
        return text.length() > maxBytes
                || (text.length() > maxBytes / 3 && text.getBytes(StandardCharsets.UTF_8).length > maxBytes);
    }
}
