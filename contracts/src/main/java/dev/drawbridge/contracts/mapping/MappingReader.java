package dev.drawbridge.contracts.mapping;

import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.outbox.OutboxColumn;
import dev.drawbridge.contracts.source.MapNodeReader;
import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.source.SourceNode;
import dev.drawbridge.contracts.source.SourceNode.MapNode;
import dev.drawbridge.contracts.source.SourceNode.Scalar;
import dev.drawbridge.contracts.source.SourceNode.ScalarKind;
import dev.drawbridge.contracts.source.SourcePosition;
import dev.drawbridge.contracts.source.YamlReader;
import dev.drawbridge.contracts.text.LogSafeName;
import dev.drawbridge.contracts.type.PayloadPath;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a mapping and checks all of it that can be checked without its contract. */
@Internal
public final class MappingReader {
    private static final Set<String> KEYS = Set.of(
            "context", "source", "topic", "contract", "payload", "from", "types", "extensions", "data", "private");
    private static final Predicate<String> CONTEXT = matching("[a-z][a-z0-9-]*");
    private static final Predicate<String> SOURCE = matching("[\\x21-\\x7e]+");
    private static final Predicate<String> TOPIC = matching("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");
    private static final Predicate<String> FILE_NAME = matching("[A-Za-z0-9_-][A-Za-z0-9._-]*");
    private static final Predicate<String> VERSION = matching("[1-9][0-9]{0,8}");

    private final SourceFile file;

    private MappingReader(SourceFile file) {
        this.file = file;
    }

    /** The mapping; null, with findings reported, if there is none to be read. */
    public static @Nullable Mapping read(SourceFile file, String text) {
        SourceNode root = YamlReader.read(file, text);
        if (root instanceof MapNode block) {
            return new MappingReader(file).mapping(new MapNodeReader(file, block));
        }
        if (root != null) {
            file.report(root.at(), "the mapping is " + root.describe(), "it has keys", "Start with 'context:'");
        }
        return null;
    }

    /** The names of the files beside a mapping that it names, as far as they can be told if it is broken. */
    static List<String> namedFiles(String text) {
        List<String> names = new ArrayList<>();
        if (YamlReader.read(new SourceFile("mapping.yaml"), text) instanceof MapNode block) {
            for (String key : List.of("contract", "payload")) {
                if (block.value(key) instanceof Scalar scalar && FILE_NAME.test(scalar.text())) {
                    names.add(scalar.text());
                }
            }
        }
        return names;
    }

    private Mapping mapping(MapNodeReader root) {
        root.rejectUnknown(KEYS);
        Scalar context = root.text("context", CONTEXT, "Name the bounded context, in lower case");
        Scalar source = root.text(
                "source", MappingReader::isUriReference, "Name where the events come from, for example /shop/catalog");
        Scalar topic = root.text("topic", TOPIC, "Use letters, digits, dots, underscores and hyphens, at most 249");
        Scalar contract = root.text("contract", FILE_NAME, "Name a file beside the mapping");
        Scalar payload = root.text("payload", FILE_NAME, "Name the schema of the internal payload, a file beside it");
        MapNodeReader from = root.inner("from", "Say which aggregate type and payload versions are read")
                .rejectUnknown(Set.of("aggregatetype", "payloadversion"));
        return new Mapping(
                context.text(),
                source.text(),
                topic.text(),
                contract,
                payload,
                from.text("aggregatetype", LogSafeName::isPlain, "Name the aggregate type that is read")
                        .text(),
                payloadVersions(from),
                new EventTypesReader(file).read(root),
                root.block().value("types") instanceof MapNode types ? types : root.block(),
                extensions(root),
                root.inner("data", "Say what fills each property of the contract")
                        .block(),
                privatePaths(root));
    }

    private Set<Integer> payloadVersions(MapNodeReader from) {
        Set<Integer> versions = new HashSet<>();
        for (SourceNode item : from.requiredItems("payloadversion")) {
            if (item instanceof Scalar scalar && scalar.kind() == ScalarKind.INTEGER && VERSION.test(scalar.text())) {
                versions.add(Integer.valueOf(scalar.text()));
            } else {
                file.report(item.at(), "not a payload version", "versions are whole numbers from 1", "Write a number");
            }
        }
        return versions;
    }

    private Set<OutboxColumn> extensions(MapNodeReader root) {
        Set<OutboxColumn> extensions = EnumSet.noneOf(OutboxColumn.class);
        for (SourceNode item : root.items("extensions")) {
            Optional<OutboxColumn> column = item instanceof Scalar scalar
                    ? OutboxColumn.named(scalar.text()).filter(OutboxColumn::isCallerSupplied)
                    : Optional.empty();
            column.ifPresentOrElse(
                    extensions::add,
                    () -> file.report(
                            item.at(),
                            "not an extension",
                            "only what callers give can be one",
                            "Use traceparent, correlationid or causationid"));
        }
        return extensions;
    }

    private PrivatePaths privatePaths(MapNodeReader root) {
        Map<String, SourcePosition> paths = new LinkedHashMap<>();
        for (SourceNode item : root.items("private")) {
            String path = item instanceof Scalar scalar ? scalar.text() : "";
            Optional<OutboxColumn> column = OutboxColumn.named(path);
            if (column.isEmpty() && !PayloadPath.isPayloadPath(path)) {
                file.report(
                        item.at(), "not a path", "it would protect nothing", "Write state.… or event.…, or a column");
            } else if (column.isPresent() && column.get().isAlwaysPublished()) {
                file.report(
                        item.at(),
                        "column '" + path + "' cannot be private",
                        "every event carries it in its key or headers",
                        "Remove it, and keep secrets out of it");
            }
            paths.put(path, item.at());
        }
        return new PrivatePaths(paths);
    }

    private static boolean isUriReference(String text) {
        try {
            return SOURCE.test(text) && !new URI(text).toString().isEmpty();
        } catch (URISyntaxException unusable) {
            return false;
        }
    }

    private static Predicate<String> matching(String shape) {
        return Pattern.compile(shape).asMatchPredicate();
    }
}
