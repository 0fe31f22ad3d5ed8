package dev.drawbridge.ops.environment;

import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/** Reads an environment strictly: what is not known, said twice, or a secret written out is refused. */
final class EnvironmentFile {
    private static final Pattern ONE_REFERENCE = Pattern.compile(Secret.REFERENCE.pattern());

    /** In a JAAS configuration, whose other parts are no secrets. */
    private static final Pattern LITERAL_IN_JAAS =
            Pattern.compile("(?i)(password|secret|token)\\s*=\\s*[\"']?(?!\\$\\{(?:env|file):)[^\\s\"';]");

    private static final Pattern CREDENTIALS_IN_URL = Pattern.compile("(?i)://[^/?#]*@|[?&](user|[a-z]*password)=");

    private EnvironmentFile() {}

    static Environment read(Path file) {
        Map<String, String> values = new HashMap<>();
        Properties properties = new Properties() {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Object put(Object key, Object value) {
                if (containsKey(key)) {
                    throw new ActionRequiredException(file + " has " + key + " twice. Remove one of them.");
                }
                return super.put(key, value);
            }
        };
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ActionRequiredException("Cannot read environment " + file + " ("
                    + e.getClass().getSimpleName() + "). Correct its path or its content.");
        }
        properties.stringPropertyNames().forEach(key -> {
            String value = properties.getProperty(key).trim();
            check(file, key, value);
            values.put(key, value);
        });
        return new Environment(file, values);
    }

    private static void check(Path file, String key, String value) {
        if (!EnvironmentKeys.isKnown(key)) {
            throw new ActionRequiredException(file + " has an unknown key " + key + ". Known are "
                    + EnvironmentKeys.known() + ". Correct or remove it.");
        }
        if (value.isEmpty()) {
            throw new ActionRequiredException(file + ": " + key + " is empty. Give it a value, or remove it.");
        }
        if (EnvironmentKeys.isSecret(key) && !isByReference(key, value)) {
            throw new ActionRequiredException(file + ": " + key + " is a secret and is written out. Refer to it:"
                    + " ${env:NAME}, ${file:PATH} or ${file:PATH:KEY}.");
        }
        if (EnvironmentKeys.isOfTheTool(key)) {
            throw new ActionRequiredException(file + ": " + key + " is set by the tool itself. Remove it.");
        }
        if (key.endsWith(".url")) {
            demandNoCredentials(file, key, value);
        }
    }

    /** Also for a URL whose references have been resolved. */
    static void demandNoCredentials(Path file, String key, String url) {
        if (CREDENTIALS_IN_URL.matcher(url).find()) {
            throw new ActionRequiredException(
                    file + ": " + key + " holds credentials. Put them into keys of their own, passwords by reference.");
        }
    }

    private static boolean isByReference(String key, String value) {
        return key.endsWith("sasl.jaas.config")
                ? !LITERAL_IN_JAAS.matcher(value).find()
                : ONE_REFERENCE.matcher(value).matches();
    }
}
