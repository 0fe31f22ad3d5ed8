package dev.drawbridge.contracts.source;

import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.source.SourceNode.Entry;
import dev.drawbridge.contracts.source.SourceNode.MapNode;
import dev.drawbridge.contracts.source.SourceNode.Scalar;
import dev.drawbridge.contracts.source.SourceNode.ScalarKind;
import dev.drawbridge.contracts.source.SourceNode.Sequence;
import dev.drawbridge.contracts.text.LogSafeName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the keys of one block of a mapping. What is missing is reported, and read as something empty. */
@Internal
public record MapNodeReader(SourceFile file, MapNode block) {

    public MapNodeReader rejectUnknown(Set<String> known) {
        for (Entry entry : block.entries().values()) {
            if (!known.contains(entry.key())) {
                file.report(
                        entry.at(),
                        "unknown key " + LogSafeName.quoteName(entry.key()),
                        "what is not understood is not ignored",
                        "Use " + String.join(", ", known.stream().sorted().toList()));
            }
        }
        return this;
    }

    public Scalar text(String key, Predicate<String> good, String todo) {
        SourceNode value = block.value(key);
        if (value instanceof Scalar scalar && scalar.isText() && good.test(scalar.text())) {
            return scalar;
        }
        reportUnusable(key, value, todo);
        return new Scalar(ScalarKind.TEXT, "", placeOf(value));
    }

    public MapNodeReader inner(String key, String todo) {
        SourceNode value = block.value(key);
        if (value instanceof MapNode inner) {
            return new MapNodeReader(file, inner);
        }
        reportUnusable(key, value, todo);
        return new MapNodeReader(file, new MapNode(Map.of(), placeOf(value)));
    }

    /** The items of a list that may be absent or empty. */
    public List<SourceNode> items(String key) {
        SourceNode value = block.value(key);
        if (value != null && !(value instanceof Sequence)) {
            reportUnusable(key, value, "Write a list");
        }
        return value instanceof Sequence sequence ? sequence.items() : List.of();
    }

    /** The items of a list that must have some. */
    public List<SourceNode> requiredItems(String key) {
        SourceNode value = block.value(key);
        if (value == null
                || (value instanceof Sequence sequence && sequence.items().isEmpty())) {
            reportUnusable(key, value, "Write a list with at least one item");
        }
        return items(key);
    }

    private void reportUnusable(String key, @Nullable SourceNode value, String todo) {
        file.report(
                placeOf(value),
                LogSafeName.quoteName(key) + " is " + (value == null ? "missing" : "not usable"),
                "no event could be published without it",
                todo);
    }

    private SourcePosition placeOf(@Nullable SourceNode value) {
        return value == null ? block.at() : value.at();
    }
}
