package dev.drawbridge.ops.files;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * The folder of a read model: its sink connector, its topics and its index, which is named after it. The files use the names as
 * <code>{{index}}</code> and <code>{{alias}}</code>.
 *
 * @param name the folder's, and that of the alias by which readers know the index
 */
public record ReadModel(String name, Path folder, Placeholders environment) {
    /** Of all read models, until it becomes state. */
    private static final int GENERATION = 1;

    /** The concrete index, which writers use. */
    public String index() {
        return String.format(Locale.ROOT, "%s-%06d", name, GENERATION);
    }

    /** What readers use. */
    public String alias() {
        return name;
    }

    public Placeholders placeholders() {
        return environment.with(Map.of("index", index(), "alias", alias()));
    }

    /** @throws dev.drawbridge.ops.ActionRequiredException as {@link ConnectorFile#read} */
    public ConnectorFile sink() {
        return ConnectorFile.read(folder.resolve("sink.json"), placeholders());
    }

    public Path topics() {
        return folder.resolve("topics.json");
    }

    public Path indexFile() {
        return folder.resolve("index.json");
    }
}
