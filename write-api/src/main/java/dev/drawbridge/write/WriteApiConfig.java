package dev.drawbridge.write;

import dev.drawbridge.http.ApiKeys;
import dev.drawbridge.http.HttpSettings;
import dev.drawbridge.write.http.CommandPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** The settings of the service, from environment variables. Immutable; prints no secret. */
record WriteApiConfig(
        HttpSettings http,
        ApiKeys clients,
        ApiKeys operators,
        CommandPolicy commands,
        DatabaseSettings database,
        MaintenanceSettings maintenance) {
    static final String HOST = "WRITE_API_HOST";
    static final String HOST_DEFAULT = "127.0.0.1";

    static final String PORT = "WRITE_API_PORT";
    static final String PORT_DEFAULT = "8080";

    static final String KEYS = "WRITE_API_KEYS";

    static final String OPERATOR_KEYS = "WRITE_API_OPERATOR_KEYS";

    /** Instead of keys: somebody has decided that there be none. */
    static final String NO_KEYS = "none";

    static final String REQUIRE_IF_MATCH = "WRITE_API_REQUIRE_IF_MATCH";

    static final String REQUIRE_KEY = "WRITE_API_REQUIRE_IDEMPOTENCY_KEY";

    static final String BODY_TIMEOUT = "WRITE_API_BODY_TIMEOUT";
    static final String BODY_TIMEOUT_DEFAULT = "PT10S";

    private static final String SHORTEST_BODY_TIMEOUT = "PT0.1S";
    private static final String LONGEST_BODY_TIMEOUT = "PT1H";

    private static final int MAX_CONNECTIONS = 2_000;

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[?::1]?");

    /** @throws WriteApiConfigException that names every variable which is missing or wrong */
    static WriteApiConfig from(Map<String, String> variables) {
        EnvironmentVariables environment = new EnvironmentVariables(variables);
        ApiKeys clients = clients(environment);
        Duration bodyTimeout =
                environment.duration(BODY_TIMEOUT, BODY_TIMEOUT_DEFAULT, SHORTEST_BODY_TIMEOUT, LONGEST_BODY_TIMEOUT);
        WriteApiConfig config = new WriteApiConfig(
                http(environment, bodyTimeout),
                clients,
                operators(environment, clients),
                new CommandPolicy(environment.flag(REQUIRE_IF_MATCH), environment.flag(REQUIRE_KEY), bodyTimeout),
                DatabaseSettings.from(environment),
                MaintenanceSettings.from(environment));
        environment.requireNoErrors();
        return config;
    }

    private static HttpSettings http(EnvironmentVariables environment, Duration timeout) {
        return new HttpSettings(
                environment.text(HOST, HOST_DEFAULT),
                environment.number(PORT, PORT_DEFAULT, 0, 65_535, "; 0 takes any free port"),
                timeout,
                MAX_CONNECTIONS);
    }

    private static ApiKeys clients(EnvironmentVariables environment) {
        String text = environment.text(KEYS, "");
        ApiKeys keys = keys(environment, KEYS, text.equals(NO_KEYS) ? "" : text);
        if (keys.isEmpty()
                && !text.equals(NO_KEYS)
                && !LOOPBACK.matcher(environment.text(HOST, HOST_DEFAULT)).matches()) {
            environment.refuse(
                    KEYS,
                    "is not set, and " + HOST + " is not a loopback address: whoever reaches it could change orders."
                            + " Make a key with dev.drawbridge.write.NewApiKey NAME, and set " + KEYS
                            + " to what it prints; or to " + NO_KEYS
                            + ", if the network lets only the right ones through.");
        }
        return keys;
    }

    private static ApiKeys operators(EnvironmentVariables environment, ApiKeys clients) {
        ApiKeys keys = keys(environment, OPERATOR_KEYS, environment.text(OPERATOR_KEYS, ""));
        if (keys.hasAnyOf(clients)) {
            environment.refuse(OPERATOR_KEYS, "has a key of " + KEYS + " too: give operators keys of their own.");
        }
        return keys;
    }

    private static ApiKeys keys(EnvironmentVariables environment, String variable, String text) {
        try {
            return ApiKeys.parse(text);
        } catch (IllegalArgumentException e) {
            environment.refuse(
                    variable,
                    "must be NAME:SHA256 pairs with commas between them, as dev.drawbridge.write.NewApiKey prints them; "
                            + e.getMessage() + ".");
            return ApiKeys.parse("none:" + ApiKeys.hash(variable));
        }
    }
}
