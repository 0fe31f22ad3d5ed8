package dev.drawbridge.stack.deploy;

import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The entries of one properties file, each demanded where it is needed. */
final class Settings {
    private final Path file;
    private final Properties values;

    private Settings(Path file, Properties values) {
        this.file = file;
        this.values = values;
    }

    /** @throws ActionRequiredException when there is no such file */
    static Settings read(Path file) {
        Properties values = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            values.load(reader);
        } catch (IOException e) {
            throw new ActionRequiredException("Cannot read " + file + ": " + e
                    + "; name the file, or make the passwords' with local-stack/docker/prepare.");
        }
        return new Settings(file, values);
    }

    /** @throws ActionRequiredException when the file lacks it */
    String get(String key) {
        String value = values.getProperty(key);
        if (value == null) {
            throw new ActionRequiredException(file + " lacks " + key + "; add it.");
        }
        return value;
    }
}
