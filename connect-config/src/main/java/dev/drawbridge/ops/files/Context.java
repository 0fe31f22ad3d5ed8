package dev.drawbridge.ops.files;

import java.nio.file.Path;

/**
 * The folder of a context: its source connector, topics, mapping and contract.
 *
 * @param name the folder's
 */
public record Context(String name, Path folder, Placeholders placeholders) {

    /** @throws dev.drawbridge.ops.ActionRequiredException as {@link ConnectorFile#read} */
    public ConnectorFile source() {
        return ConnectorFile.read(folder.resolve("source.json"), placeholders);
    }

    public Path topics() {
        return folder.resolve("topics.json");
    }
}
