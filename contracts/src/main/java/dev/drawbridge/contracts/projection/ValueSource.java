package dev.drawbridge.contracts.projection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.outbox.OutboxColumn;
import dev.drawbridge.contracts.type.PayloadPath;
import java.util.List;
import java.util.stream.Stream;

/** Where a single value comes from. Immutable and thread-safe. */
@Internal
public sealed interface ValueSource {

    /** The value; missing if there is none, JSON's null if that is what is there. */
    JsonNode read(EventInput event, JsonNode scope);

    /** The sources that this one is made of. */
    default Stream<ValueSource> parts() {
        return Stream.empty();
    }

    /** The columns of the outbox that are read. */
    default Stream<OutboxColumn> columns() {
        return parts().flatMap(ValueSource::columns);
    }

    /** Whether a key for pseudonyms is needed. */
    default boolean makesPseudonyms() {
        return parts().anyMatch(ValueSource::makesPseudonyms);
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

    /** What is made of a value that is there; an absence stays one. */
    record Converted(ValueSource source, Conversion conversion, String contractPath) implements ValueSource {
        @Override
        public JsonNode read(EventInput event, JsonNode scope) {
            JsonNode found = source.read(event, scope);
            return isAbsent(found) ? found : conversion.of(found, event, contractPath);
        }

        @Override
        public Stream<ValueSource> parts() {
            return Stream.of(source);
        }

        @Override
        public boolean makesPseudonyms() {
            return conversion.makesPseudonyms() || source.makesPseudonyms();
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
        public Stream<ValueSource> parts() {
            return sources.stream();
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
        public Stream<ValueSource> parts() {
            return sources.stream();
        }
    }
}
