package dev.drawbridge.ops.environment;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.environment.HttpAccess.Authorization;
import dev.drawbridge.ops.files.Placeholders;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where things run, read from a properties file: addresses, and credentials by reference. What one command does not need may be
 * missing; what it needs is demanded by key. See {@code connect-config/README.md} for the keys. Immutable.
 */
public final class Environment {
    private final Path file;
    private final Map<String, String> values;

    Environment(Path file, Map<String, String> values) {
        this.file = file;
        this.values = Map.copyOf(values);
    }

    /** @throws ActionRequiredException when the file is missing, or not as an environment has to be; with the key and the remedy */
    public static Environment read(Path file) {
        return EnvironmentFile.read(file);
    }

    public Path file() {
        return file;
    }

    /** The folder that holds {@code contexts/} and {@code readmodels/}, where the file names it. */
    public Optional<Path> files() {
        return find("files").map(folder()::resolve);
    }

    public HttpAccess connect() {
        return access("connect", credentials("connect").map(user -> user::basic));
    }

    /** With the API key where there is one, else with user and password. */
    public HttpAccess elasticsearch() {
        Optional<Authorization> key = find("elasticsearch.api-key")
                .map(given -> () -> "ApiKey " + secret("elasticsearch.api-key").reveal());
        return access("elasticsearch", key.or(() -> credentials("elasticsearch").map(user -> user::basic)));
    }

    /** The write service's routes for operators. */
    public HttpAccess writeApi() {
        Secret key = secret("write-api.key");
        return access("write-api", Optional.of(() -> "Bearer " + key.reveal()));
    }

    /** The properties of Kafka's clients, secrets looked up. */
    public Map<String, Object> kafka() {
        require("kafka.bootstrap.servers");
        Map<String, Object> properties = new HashMap<>();
        values.keySet().stream()
                .filter(key -> key.startsWith(EnvironmentKeys.KAFKA))
                .forEach(key -> properties.put(
                        key.substring(EnvironmentKeys.KAFKA.length()),
                        secret(key).reveal()));
        return properties;
    }

    /** As the role that may read the outbox and the state of its slot. */
    public DatabaseAccess database() {
        return database("capture", find("database.capture.username").orElse("drawbridge_capture"));
    }

    /** As the role that may create roles and slots. */
    public DatabaseAccess databaseAdministrator() {
        return database("admin", require("database.admin.username"));
    }

    private DatabaseAccess database(String role, String username) {
        return new DatabaseAccess(
                requireUrl("database.url"), new Credentials(username, secret("database." + role + ".password")));
    }

    /** The password that a role is to get, where the file has one. */
    public Optional<Secret> databasePassword(String role) {
        String key = "database." + role + ".password";
        return find(key).map(given -> secret(key));
    }

    /** Fills the <code>{{key}}</code> of deployed files. */
    public Placeholders placeholders() {
        Map<String, String> placeholders = new HashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(EnvironmentKeys.PLACEHOLDER)) {
                placeholders.put(key.substring(EnvironmentKeys.PLACEHOLDER.length()), value);
            }
        });
        return Placeholders.of(placeholders);
    }

    /** Whether the file says anything about it, such as {@code kafka} or {@code database}. */
    public boolean has(String section) {
        return values.keySet().stream().anyMatch(key -> key.startsWith(section + "."));
    }

    private HttpAccess access(String section, Optional<Authorization> authorization) {
        List<URI> urls = Arrays.stream(requireUrl(section + ".url").split(",", -1))
                .map(url -> url(section + ".url", url.trim()))
                .toList();
        return new HttpAccess(urls, authorization, find(section + ".ca").map(folder()::resolve));
    }

    private URI url(String key, String text) {
        try {
            URI url = new URI(text);
            if (url.getHost() != null
                    && url.getUserInfo() == null
                    && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (java.net.URISyntaxException e) {
            // said below
        }
        String shown = text.contains("@") ? "" : "=" + text; // whatever is before that may be a password
        throw new ActionRequiredException(
                file + ": " + key + shown + " is not an http:// or https:// URL. Correct it.");
    }

    private Optional<Credentials> credentials(String section) {
        if (find(section + ".username").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Credentials(require(section + ".username"), secret(section + ".password")));
    }

    private Secret secret(String key) {
        return new Secret(file + ", " + key + ",", required(key), folder());
    }

    private Optional<String> find(String key) {
        return Optional.ofNullable(values.get(key))
                .map(value -> new Secret(file + ", " + key + ",", value, folder()))
                .map(value -> EnvironmentKeys.isSecret(key) ? value.toString() : value.reveal());
    }

    private String require(String key) {
        required(key);
        return find(key).orElseThrow();
    }

    private String requireUrl(String key) {
        String url = require(key);
        EnvironmentFile.demandNoCredentials(file, key, url);
        return url;
    }

    private String required(String key) {
        @Nullable String value = values.get(key);
        if (value == null) {
            throw new ActionRequiredException(file + " lacks " + key + ", which this command needs. Add it.");
        }
        return value;
    }

    private Path folder() {
        return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    }
}
