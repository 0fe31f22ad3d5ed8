package dev.drawbridge.transforms.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.drawbridge.transforms.outbox.OutboxColumn;
import dev.drawbridge.transforms.refusal.Refusal;
import dev.drawbridge.transforms.refusal.Rule;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where a single value comes from. Immutable and thread-safe. */
sealed interface ValueSource {

    /** The value; missing if there is none, JSON's null if that is what is there. */
    JsonNode read(EventInput event, JsonNode scope);

    /** The columns of the outbox that are read. */
    default Stream<OutboxColumn> columns() {
        return Stream.empty();
    }

    /** Whether a key for pseudonyms is needed. */
    default boolean makesPseudonyms() {
        return false;
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    /** A column of the outbox row. */
    record FromColumn(OutboxColumn column) implements ValueSource {
        @Override
        public JsonNode read(EventInput event, JsonNode scope) {
            if (column == OutboxColumn.VERSION) {
                return LongNode.valueOf(event.row().version());
            }
            String text = event.row().text(column);
            if (text == null) {
                return MissingNode.getInstance();
            }
            return column.isInteger() ? LongNode.valueOf(Long.parseLong(text)) : TextNode.valueOf(text);
        }

        @Override
        public Stream<OutboxColumn> columns() {
            return Stream.of(column);
        }
    }

    /** A path into the payload. */
    record FromPayload(PayloadPath path, String contractPath) implements ValueSource {
        @Override
        public JsonNode read(EventInput event, JsonNode scope) {
            return path.follow(scope, contractPath);
        }
    }

    /** The same value in every event. */
    record Constant(JsonNode value) implements ValueSource {
        @Override
        public JsonNode read(EventInput event, JsonNode scope) {
            return value;
        }
    }

    /** Public values by internal ones; a value without a translation is refused. */
    record Translated(ValueSource source, Map<String, JsonNode> values, String contractPath) implements ValueSource {
        public Translated {
            values = Map.copyOf(values);
        }

        @Override
        public JsonNode read(EventInput event, JsonNode scope) {
            JsonNode found = source.read(event, scope);
            if (isAbsent(found)) {
                return found;
            }
            JsonNode translated = found.isValueNode() ? values.get(found.asText()) : null;
            if (translated == null) {
                throw new Refusal(
                        Rule.UNMAPPED_VALUE, "the value for contract path '" + contractPath + "' has no translation");
            }
            return translated;
        }

        @Override
        public Stream<OutboxColumn> columns() {
            return source.columns();
        }
    }

    /** The first value that is there. */
    record Coalesce(List<ValueSource> sources) implements ValueSource {
        public Coalesce {
            sources = List.copyOf(sources);
        }

        @Override
        public JsonNode read(EventInput event, JsonNode scope) {
            for (ValueSource source : sources) {
                JsonNode found = source.read(event, scope);
                if (!isAbsent(found)) {
                    return found;
                }
            }
            return MissingNode.getInstance();
        }

        @Override
        public Stream<OutboxColumn> columns() {
            return sources.stream().flatMap(ValueSource::columns);
        }

        @Override
        public boolean makesPseudonyms() {
            return sources.stream().anyMatch(ValueSource::makesPseudonyms);
        }
    }

    /** Texts and integers put together; nothing if one of them is absent. */
    record Concat(List<ValueSource> sources, String separator, String contractPath) implements ValueSource {
        public Concat {
            sources = List.copyOf(sources);
        }

        @Override
        public JsonNode read(EventInput event, JsonNode scope) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < sources.size(); i++) {
                JsonNode found = sources.get(i).read(event, scope);
                if (isAbsent(found)) {
                    return MissingNode.getInstance();
                }
                if (!found.isTextual() && !found.isIntegralNumber()) {
                    throw Projection.violation(contractPath, "put together from strings and integers");
                }
                text.append(i == 0 ? "" : separator).append(found.asText());
            }
            return TextNode.valueOf(text.toString());
        }

        @Override
        public Stream<OutboxColumn> columns() {
            return sources.stream().flatMap(ValueSource::columns);
        }

        @Override
        public boolean makesPseudonyms() {
            return sources.stream().anyMatch(ValueSource::makesPseudonyms);
        }
    }

    /** An instant in another notation. */
    record Formatted(ValueSource source, InstantFormat format, String contractPath) implements ValueSource {
        @Override
        public JsonNode read(EventInput event, JsonNode scope) {
            JsonNode found = source.read(event, scope);
            if (isAbsent(found)) {
                return found;
            }
            if (!found.isTextual() || !StringFormat.DATE_TIME.matches(found.textValue())) {
                throw Projection.violation(contractPath, "made of a string of format date-time");
            }
            return TextNode.valueOf(format.format(OffsetDateTime.parse(found.textValue())));
        }

        @Override
        public Stream<OutboxColumn> columns() {
            return source.columns();
        }
    }

    /** A pseudonym of a text or integer. */
    record Pseudonym(ValueSource source, String contractPath) implements ValueSource {
        @Override
        public JsonNode read(EventInput event, JsonNode scope) {
            JsonNode found = source.read(event, scope);
            if (isAbsent(found)) {
                return found;
            }
            if (!found.isTextual() && !found.isIntegralNumber()) {
                throw Projection.violation(contractPath, "made of a string or an integer");
            }
            return TextNode.valueOf(event.pseudonyms().of(found.asText()));
        }

        @Override
        public Stream<OutboxColumn> columns() {
            return source.columns();
        }

        @Override
        public boolean makesPseudonyms() {
            return true;
        }
    }
}
