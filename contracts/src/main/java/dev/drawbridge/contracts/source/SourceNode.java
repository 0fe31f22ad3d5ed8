package dev.drawbridge.contracts.source;

import dev.drawbridge.contracts.annotation.Internal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A piece of a YAML or JSON file that knows where it stands. */
@Internal
public sealed interface SourceNode {
    SourcePosition at();

    /** What a writer would call it. */
    String describe();

    enum ScalarKind {
        TEXT("text"),
        INTEGER("an integer"),
        DECIMAL("a decimal number"),
        BOOLEAN("a boolean"),
        NULL("null");

        private final String words;

        ScalarKind(String words) {
            this.words = words;
        }
    }

    record Scalar(ScalarKind kind, String text, SourcePosition at) implements SourceNode {
        @Override
        public String describe() {
            return kind.words;
        }

        public boolean isText() {
            return kind == ScalarKind.TEXT;
        }
    }

    record Sequence(List<SourceNode> items, SourcePosition at) implements SourceNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String describe() {
            return "a list";
        }
    }

    record Entry(String key, SourcePosition at, SourceNode value) {}

    record MapNode(Map<String, Entry> entries, SourcePosition at) implements SourceNode {
        public MapNode {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String describe() {
            return "a map";
        }

        public @Nullable Entry entry(String key) {
            return entries.get(key);
        }

        public @Nullable SourceNode value(String key) {
            Entry entry = entries.get(key);
            return entry == null ? null : entry.value();
        }
    }
}
