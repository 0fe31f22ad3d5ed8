package dev.drawbridge.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Files of properties, which Java reads as Latin-1: anything else in them, a path for instance, is escaped. */
public final class PropertiesText {
    private static final Pattern BEYOND_ASCII = Pattern.compile("[^\\x00-\\x7e]");

    private PropertiesText() {}

    public static Path write(Path file, String properties) throws IOException {
        return Files.writeString(file, escaped(properties));
    }

    static String escaped(String properties) {
        return BEYOND_ASCII.matcher(properties).replaceAll(found -> found.group()
                .chars()
                .mapToObj(unit -> String.format("\\\\u%04x", unit))
                .collect(Collectors.joining()));
    }
}
