package dev.drawbridge.ops.environment;

import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value that is looked up when it is needed and not before: {@code ${env:NAME}}, {@code ${file:PATH}} (the whole file, without
 * the line ends after it) or {@code ${file:PATH:KEY}} (of a properties file, as Kafka Connect has it). A relative path begins at
 * the folder of the environment's file. Immutable; prints as the reference.
 */
public final class Secret {
    static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^{}]+)}");

    private final String where;
    private final String text;
    private final Path folder;

    /**
     * @param where file and key, for messages
     * @param text holds references and perhaps other text between them
     * @param folder where relative paths begin
     */
    Secret(String where, String text, Path folder) {
        this.where = where;
        this.text = text;
        this.folder = folder;
    }

    /** @throws ActionRequiredException naming the reference that leads nowhere */
    public String reveal() {
        Matcher reference = REFERENCE.matcher(text);
        StringBuilder revealed = new StringBuilder();
        while (reference.find()) {
            String value = reference.group(1).equals("env")
                    ? variable(reference.group(), reference.group(2))
                    : file(reference.group(), reference.group(2));
            reference.appendReplacement(revealed, Matcher.quoteReplacement(value));
        }
        return reference.appendTail(revealed).toString();
    }

    private String variable(String reference, String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            throw problem(reference, "the variable is not set", "Set it, without writing it on a command line");
        }
        return value;
    }

    private String file(String reference, String target) {
        int colon = target.lastIndexOf(':');
        Path file = folder.resolve(colon < 0 ? target : target.substring(0, colon));
        try (Reader reader = Files.newBufferedReader(file)) {
            if (colon < 0) {
                return withoutLineEnds(Files.readString(file));
            }
            Properties properties = new Properties();
            properties.load(reader);
            @Nullable String value = properties.getProperty(target.substring(colon + 1));
            if (value == null) {
                throw problem(reference, "the file has no such key", "Add the key, or correct the reference");
            }
            return value;
        } catch (IOException | IllegalArgumentException e) {
            throw problem(
                    reference,
                    "the file cannot be read (" + e.getClass().getSimpleName() + ")",
                    "Correct the path, or the file's rights");
        }
    }

    private static String withoutLineEnds(String text) {
        return text.replaceAll("[\\r\\n]+\\z", "");
    }

    private ActionRequiredException problem(String reference, String what, String remedy) {
        return new ActionRequiredException(where + " refers to " + reference + ": " + what + ". " + remedy + ".");
    }

    @Override
    public String toString() {
        return text;
    }
}
