package dev.drawbridge.sink.elastic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the mapping of an index says about fields that it does not know, at whatever depth, and about those of an erasure marker. Immutable.
 *
 * @param growing the objects to which unknown fields are added, by path; empty for none
 * @param refusesUnknown whether a document with an unknown field at its top is refused
 * @param types type by top-level field
 */
public record IndexMapping(List<String> growing, boolean refusesUnknown, Map<String, String> types) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> SECTIONS = Set.of("settings", "mappings", "aliases");
    private static final Set<String> FIXED = Set.of("false", "strict");
    private static final Set<String> TEXT = Set.of("keyword", "text", "wildcard");

    /** A document's own top. */
    private static final String TOP = "its top level";

    /** @throws IllegalArgumentException when {@code definition} is not that of an index; it is not quoted */
    public static IndexMapping ofDefinition(String definition) {
        try (JsonParser json = JSON.createParser(definition)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            IndexMapping mapping = sections(json);
            require(json.nextToken() == null);
            return mapping;
        } catch (IOException e) {
            throw new IllegalArgumentException("is no JSON object with settings, mappings and aliases", null);
        }
    }

    /** Reads {@code {"<index>": {"mappings": …}}}. */
    static IndexMapping ofAnswer(JsonParser json) throws IOException {
        require(json.nextToken() == JsonToken.START_OBJECT && json.nextToken() == JsonToken.FIELD_NAME);
        require(json.nextToken() == JsonToken.START_OBJECT);
        return sections(json);
    }

    private static IndexMapping sections(JsonParser json) throws IOException {
        Reader reader = new Reader(json);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String section = json.currentName();
            require(SECTIONS.contains(section) && json.nextToken() == JsonToken.START_OBJECT);
            if (section.equals("mappings")) {
                reader.object("");
            } else {
                json.skipChildren();
            }
        }
        require(json.currentToken() == JsonToken.END_OBJECT);
        return reader.mapping();
    }

    private static void require(boolean condition) throws IOException {
        if (!condition) {
            throw new IOException("not what an index is described by");
        }
    }

    /** Why documents could change the mapping, and what to do about it. */
    public Optional<String> dynamicMappingProblem() {
        return growing.isEmpty()
                ? Optional.empty()
                : Optional.of("maps new fields by itself in " + String.join(", ", growing)
                        + "; set dynamic to false or strict there, so that a document never changes it");
    }

    /** Why an erasure marker would not be hidden, or not be taken, and what to do about it. */
    public Optional<String> erasureMarkerProblem() {
        if (!"boolean".equals(types.get("erased"))) {
            return Optional.of(
                    "does not map erased as boolean, so no alias can hide erasure markers;" + " add it to the mapping");
        }
        boolean unmapped = !types.containsKey("id") || !types.containsKey("version");
        boolean textual = TEXT.contains(types.getOrDefault("id", "keyword"));
        return (refusesUnknown && unmapped) || !textual
                ? Optional.of("would refuse erasure markers; map id as keyword and version as long")
                : Optional.empty();
    }

    /** Walks through one mapping. */
    private static final class Reader {

        private final JsonParser json;
        private final List<String> growing = new ArrayList<>(List.of(TOP)); // unless it says otherwise
        private final Map<String, String> types = new HashMap<>();
        private boolean refusesUnknown;

        Reader(JsonParser json) {
            this.json = json;
        }

        IndexMapping mapping() {
            return new IndexMapping(List.copyOf(growing), refusesUnknown, Map.copyOf(types));
        }

        /** What an object or a field is described by; {@code path} is empty for the whole document. */
        void object(String path) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("properties") && value == JsonToken.START_OBJECT) {
                    properties(path);
                } else if (name.equals("dynamic") && value.isScalarValue()) {
                    dynamic(path, json.getText());
                } else if (name.equals("type") && value.isScalarValue() && !path.contains(".")) {
                    types.put(path, json.getText());
                } else {
                    json.skipChildren();
                }
            }
            require(json.currentToken() == JsonToken.END_OBJECT);
        }

        private void properties(String path) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                require(json.nextToken() == JsonToken.START_OBJECT);
                object(path.isEmpty() ? name : path + "." + name);
            }
        }

        private void dynamic(String path, String dynamic) {
            boolean grows = !FIXED.contains(dynamic);
            if (path.isEmpty()) {
                refusesUnknown = dynamic.equals("strict");
                growing.removeIf(each -> each.equals(TOP) && !grows);
            } else if (grows) {
                growing.add(path);
            }
        }
    }
}
