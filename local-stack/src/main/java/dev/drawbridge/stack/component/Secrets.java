package dev.drawbridge.stack.component;

import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;

/**
 * The generated passwords, in one properties file with mode 600. Kafka Connect reads the same file through its
 * FileConfigProvider, so no connector's configuration holds a password.
 */
public final class Secrets {
    public static final String POSTGRES_ADMIN = "postgres.admin.password";
    static final String POSTGRES_OWNER = "postgres.owner.password";
    static final String POSTGRES_WRITER = "postgres.writer.password";
    public static final String POSTGRES_CAPTURE = "postgres.capture.password";
    public static final String ELASTICSEARCH_ADMIN = "elasticsearch.admin.password";
    static final String ELASTICSEARCH_SINK = "elasticsearch.sink.password";
    public static final String ELASTICSEARCH_SEARCH = "elasticsearch.search.password";

    public static final String WRITE_API_OPERATOR = "write-api.operator.key";

    private static final List<String> NAMES = List.of(
            POSTGRES_ADMIN,
            POSTGRES_OWNER,
            POSTGRES_WRITER,
            POSTGRES_CAPTURE,
            ELASTICSEARCH_ADMIN,
            ELASTICSEARCH_SINK,
            ELASTICSEARCH_SEARCH,
            WRITE_API_OPERATOR);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Properties values;

    private Secrets(Properties values) {
        this.values = values;
    }

    /** Reads the file; generates it when there is none yet, and what an older one lacks. */
    public static Secrets in(Path file) {
        try {
            List<String> lines = Files.exists(file)
                    ? new ArrayList<>(Files.readAllLines(file))
                    : new ArrayList<>(List.of("# Generated for this stack. Keep it to yourself."));
            Properties values = new Properties();
            values.load(new StringReader(String.join("\n", lines)));
            List<String> missing = NAMES.stream()
                    .filter(name -> values.getProperty(name) == null)
                    .toList();
            if (!missing.isEmpty()) {
                missing.forEach(name -> {
                    values.setProperty(name, random());
                    lines.add(name + "=" + values.getProperty(name));
                });
                write(file, lines);
            }
            return new Secrets(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws ActionRequiredException when the file lacks it */
    public String get(String name) {
        String value = values.getProperty(name);
        if (value == null) {
            throw new ActionRequiredException(
                    "The secrets file lacks " + name + "; run ./drawbridge reset to start afresh.");
        }
        return value;
    }

    private static String random() {
        byte[] bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void write(Path file, List<String> lines) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, lines);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
