package dev.drawbridge.contracts.release;

import dev.drawbridge.contracts.source.InvalidContractException;
import dev.drawbridge.contracts.source.JsonReader;
import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.source.SourceNode;
import dev.drawbridge.contracts.source.SourceNode.Entry;
import dev.drawbridge.contracts.source.SourceNode.MapNode;
import dev.drawbridge.contracts.source.SourceNode.Scalar;
import dev.drawbridge.contracts.source.SourceNode.Sequence;
import dev.drawbridge.contracts.source.SourcePosition;
import dev.drawbridge.contracts.text.LogSafeName;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a released promise. Nothing in it is optional: what is not there could not be compared, and would pass. */
record TopicContractReader(SourceFile file) {
    private static final List<String> KEYS = List.of("topic", "source", "types", "erasures", "extensions");
    private static final String REMEDY = "Put it back as it was released";

    /**
     * The promise.
     *
     * @throws InvalidContractException if anything is missing, unknown or of another kind
     */
    TopicContract read(String text) {
        SourceNode root = JsonReader.read(file, text);
        TopicContract promise = root == null ? null : promise(root instanceof MapNode block ? block : empty(root));
        if (promise == null || !file.findings().isEmpty()) {
            throw new InvalidContractException(file.findings());
        }
        return promise;
    }

    private static MapNode empty(SourceNode root) {
        return new MapNode(Map.of(), root.at());
    }

    private TopicContract promise(MapNode block) {
        for (Entry entry : block.entries().values()) {
            if (!KEYS.contains(entry.key())) {
                report(entry.at(), "unknown key " + LogSafeName.quoteName(entry.key()));
            }
        }
        TopicContract promise = new TopicContract(
                text(block, "topic"),
                text(block, "source"),
                names(block, "types"),
                names(block, "erasures"),
                names(block, "extensions"));
        if (promise.allTypes().isEmpty()) {
            report(block.at(), "no event type");
        }
        return promise;
    }

    private String text(MapNode block, String key) {
        return name(block.value(key), block, key);
    }

    private SortedSet<String> names(MapNode block, String key) {
        SortedSet<String> names = new TreeSet<>();
        if (block.value(key) instanceof Sequence list) {
            list.items().forEach(item -> names.add(name(item, block, key)));
        } else {
            report(block.at(), LogSafeName.quoteName(key) + " is not a list");
        }
        return names;
    }

    private String name(@Nullable SourceNode node, MapNode block, String key) {
        if (node instanceof Scalar scalar && scalar.isText() && !scalar.text().isBlank()) {
            return scalar.text();
        }
        report(
                node == null ? block.at() : node.at(),
                LogSafeName.quoteName(key) + " is " + (node == null ? "missing" : "no text"));
        return "";
    }

    private void report(SourcePosition at, String what) {
        file.report(at, what, "what was promised has to be known to be kept", REMEDY);
    }
}
