package dev.drawbridge.ops.files;

import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What there is to deploy: each folder under {@code contexts/} and {@code readmodels/}. */
public record DeploymentFiles(Path root, Placeholders placeholders) {
    private static final String NAME = "[a-z0-9][a-z0-9_.-]*";
    private static final String CONTEXTS = "contexts";
    private static final String READ_MODELS = "readmodels";
    private static final String SOURCE = "source.json";
    private static final String SINK = "sink.json";

    /** In the order of their names. */
    public List<Context> contexts() {
        return folders(CONTEXTS, SOURCE)
                .map(folder -> new Context(name(folder), folder, placeholders))
                .toList();
    }

    /** In the order of their names. */
    public List<ReadModel> readModels() {
        return folders(READ_MODELS, SINK)
                .map(folder -> new ReadModel(name(folder), folder, placeholders))
                .toList();
    }

    /**
     * Of all contexts and read models: sources first.
     *
     * @throws ActionRequiredException when two have one name, as Connect would then change one connector to and fro; or when two
     *     sources would read one replication slot
     */
    public List<ConnectorFile> connectors() {
        Map<String, Path> names = new HashMap<>();
        Map<String, Path> slots = new HashMap<>();
        List<ConnectorFile> connectors = new ArrayList<>();
        for (Context context : contexts()) {
            ConnectorFile source = context.source();
            Path file = context.folder().resolve(SOURCE);
            demandOnly(names, "connector " + source.name(), file);
            SourceDatabase database = SourceDatabase.of(source);
            demandOnly(slots, "slot " + SourceDatabase.slot(source) + " at " + database.server(), file);
            connectors.add(source);
        }
        for (ReadModel readModel : readModels()) {
            ConnectorFile sink = readModel.sink();
            demandOnly(names, "connector " + sink.name(), readModel.folder().resolve(SINK));
            connectors.add(sink);
        }
        return List.copyOf(connectors);
    }

    private static void demandOnly(Map<String, Path> known, String what, Path file) {
        Path other = known.putIfAbsent(what, file);
        if (other != null) {
            throw new ActionRequiredException(
                    other + " and " + file + " both are about " + what + ". Give one of them a name of its own.");
        }
    }

    /**
     * The context of this name.
     *
     * @throws ActionRequiredException when there is none, with the names that there are
     */
    public Context context(String name) {
        return contexts().stream()
                .filter(context -> context.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ActionRequiredException(root.resolve(CONTEXTS) + " has no context " + name
                        + ". It has "
                        + String.join(
                                ", ", contexts().stream().map(Context::name).toList()) + "."));
    }

    /** The only context, for who names none. */
    public Context onlyContext() {
        List<Context> contexts = contexts();
        if (contexts.size() != 1) {
            throw new ActionRequiredException(root.resolve(CONTEXTS) + " has " + contexts.size()
                    + " contexts: "
                    + String.join(", ", contexts.stream().map(Context::name).toList())
                    + ". Say which one.");
        }
        return contexts.get(0);
    }

    private Stream<Path> folders(String kind, String connector) {
        if (!Files.isDirectory(root.resolve(CONTEXTS)) && !Files.isDirectory(root.resolve(READ_MODELS))) {
            throw new ActionRequiredException("There is nothing to deploy in " + root.toAbsolutePath() + ": it "
                    + (Files.isDirectory(root) ? "has neither contexts/ nor readmodels/" : "is not a folder")
                    + ". Correct --files, or the environment's files.");
        }
        Path parent = root.resolve(kind);
        if (!Files.isDirectory(parent)) {
            return Stream.of();
        }
        try (Stream<Path> all = Files.list(parent)) {
            List<Path> folders = all.filter(Files::isDirectory).sorted().toList();
            folders.forEach(folder -> check(folder, connector));
            return folders.stream();
        } catch (IOException e) {
            throw new ActionRequiredException(
                    "Cannot list " + parent + " (" + e.getClass().getSimpleName() + "). Make it readable.");
        }
    }

    /** Indexes are named after read models, and Elasticsearch takes lower case alone. */
    private static void check(Path folder, String connector) {
        if (!name(folder).matches(NAME)) {
            throw new ActionRequiredException(
                    folder + ": its name has other characters than a-z, 0-9, '-', '_' and '.'. Rename the folder.");
        }
        if (!Files.exists(folder.resolve(connector))) {
            throw new ActionRequiredException(folder + " has no " + connector + ". Add it, or remove the folder.");
        }
    }

    private static String name(Path folder) {
        return folder.getFileName().toString();
    }
}
