package dev.drawbridge.contracts.source;

import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.source.SourceNode.Entry;
import dev.drawbridge.contracts.source.SourceNode.ScalarKind;
import dev.drawbridge.contracts.text.LogSafeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads a YAML file (1.2, one document, no anchors) with the position of everything in it. */
@Internal
public final class YamlReader {
    private static final Map<Tag, ScalarKind> KINDS = Map.of(
            Tag.STR, ScalarKind.TEXT,
            Tag.INT, ScalarKind.INTEGER,
            Tag.FLOAT, ScalarKind.DECIMAL,
            Tag.BOOL, ScalarKind.BOOLEAN,
            Tag.NULL, ScalarKind.NULL);

    /** What the parser says without a piece of the text; the rest quotes it. */
    private static final Set<String> FIXED_PROBLEMS = Set.of(
            "mapping values are not allowed here",
            "could not find expected ':'",
            "found unexpected end of stream",
            "sequence entries are not allowed here");

    private static final String UNREADABLE = "the text cannot be read from here on";

    private final SourceFile file;

    private YamlReader(SourceFile file) {
        this.file = file;
    }

    /** The file's content, or null with findings reported. */
    public static @Nullable SourceNode read(SourceFile file, String text) {
        try {
            Compose compose =
                    new Compose(LoadSettings.builder().setLabel(file.name()).build());
            Optional<Node> root = compose.composeString(text);
            if (root.isPresent()) {
                return new YamlReader(file).convert(root.get());
            }
            file.report(
                    SourcePosition.START, "the file is empty", "there is nothing to read", "Write the mapping into it");
        } catch (MarkedYamlEngineException broken) {
            SourcePosition at =
                    broken.getProblemMark().map(YamlReader::position).orElse(SourcePosition.START);
            String problem = String.valueOf(broken.getProblem());
            file.report(
                    at,
                    "not valid YAML",
                    FIXED_PROBLEMS.contains(problem) ? problem : UNREADABLE,
                    "Correct the syntax");
        } catch (YamlEngineException broken) {
            file.report(SourcePosition.START, "not valid YAML", UNREADABLE, "Correct the syntax");
        }
        return null;
    }

    private @Nullable SourceNode convert(Node node) {
        if (node.getAnchor().isPresent()) {
            file.report(
                    position(node),
                    "an anchor",
                    "a mapping has to say everything where it applies",
                    "Write the value out in each place");
            return null;
        }
        if (node instanceof MappingNode mapping) {
            return block(mapping);
        }
        return node instanceof SequenceNode sequence ? sequence(sequence) : scalar((ScalarNode) node);
    }

    private SourceNode.Sequence sequence(SequenceNode node) {
        List<SourceNode> items = new ArrayList<>();
        for (Node item : node.getValue()) {
            SourceNode converted = convert(item);
            if (converted != null) {
                items.add(converted);
            }
        }
        return new SourceNode.Sequence(items, position(node));
    }

    private SourceNode.MapNode block(MappingNode node) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            SourcePosition at = position(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                file.report(at, "a key that is not text", "keys are names", "Write a plain name");
                continue;
            }
            SourceNode value = convert(tuple.getValueNode());
            if (entries.containsKey(key.getValue())) {
                file.report(
                        at,
                        "key " + LogSafeName.quoteName(key.getValue()) + " occurs twice",
                        "only one of them could apply",
                        "Remove one of them");
            } else if (value != null) {
                entries.put(key.getValue(), new Entry(key.getValue(), at, value));
            }
        }
        return new SourceNode.MapNode(entries, position(node));
    }

    private static SourceNode.Scalar scalar(ScalarNode node) {
        ScalarKind kind = KINDS.getOrDefault(node.getTag(), ScalarKind.TEXT);
        return new SourceNode.Scalar(kind, node.getValue(), position(node));
    }

    private static SourcePosition position(Node node) {
        return node.getStartMark().map(YamlReader::position).orElse(SourcePosition.START);
    }

    private static SourcePosition position(Mark mark) {
        return new SourcePosition(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
