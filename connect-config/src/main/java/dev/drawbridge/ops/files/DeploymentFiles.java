package dev.drawbridge.ops.files;

import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What there is to deploy: each folder under {@code contexts/} and {@code readmodels/}. */
public record DeploymentFiles(Path root, Placeholders placeholders) {
    private static final String NAME = "[a-z0-9][a-z0-9_.-]*";

    /** In the order of their names. */
    public List<Context> contexts() {
        return folders("contexts", "source.json")
                .map(folder -> new Context(name(folder), folder, placeholders))
                .toList();
    }

    /** In the order of their names. */
    public List<ReadModel> readModels() {
        return folders("readmodels", "sink.json")
                .map(folder -> new ReadModel(name(folder), folder, placeholders))
                .toList();
    }

    /** Of all contexts and read models: sources first. */
    public List<ConnectorFile> connectors() {
        return Stream.concat(
                        contexts().stream().map(Context::source),
                        readModels().stream().map(ReadModel::sink))
                .toList();
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
                .orElseThrow(() -> new ActionRequiredException(root.resolve("contexts") + " has no context " + name
                        + ". It has "
                        + String.join(
                                ", ", contexts().stream().map(Context::name).toList()) + "."));
    }

    /** The only context, for who names none. */
    public Context onlyContext() {
        List<Context> contexts = contexts();
        if (contexts.size() != 1) {
            throw new ActionRequiredException(root.resolve("contexts") + " has " + contexts.size()
                    + " contexts: "
                    + String.join(", ", contexts.stream().map(Context::name).toList())
                    + ". Say which one.");
        }
        return contexts.get(0);
    }

    private Stream<Path> folders(String kind, String connector) {
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
