package dev.drawbridge.stack.deploy;

import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.files.Placeholders;
import java.nio.file.Path;

/** The files that are deployed, and the environment they are deployed to. */
record Place(Path files, Settings settings, Placeholders environment) {
    private static final String CONTEXT = "contexts/orders/";
    private static final String READ_MODEL = "readmodels/order-search/";

    static Place read(Path files, String environment) {
        Path file = files.resolve("environments").resolve(environment + ".properties");
        return new Place(files, Settings.read(file), Placeholders.read(file));
    }

    Path contextFile(String name) {
        return files.resolve(CONTEXT + name);
    }

    Path readModelFile(String name) {
        return files.resolve(READ_MODEL + name);
    }

    ConnectorFile source() {
        return ConnectorFile.read(contextFile("source.json"), environment);
    }

    ConnectorFile sink() {
        return ConnectorFile.read(readModelFile("sink.json"), environment);
    }
}
