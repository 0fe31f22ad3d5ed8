package dev.drawbridge.write;

import dev.drawbridge.write.http.ApiKeys;
import dev.drawbridge.write.http.HttpSettings;
import java.util.Map;
import java.util.regex.Pattern;

/** The settings of the service, from environment variables. Immutable; prints no secret. */
record WriteApiConfig(HttpSettings http, DatabaseSettings database, CareSettings care) {
    static final String HOST = "WRITE_API_HOST";
    static final String HOST_DEFAULT = "127.0.0.1";

    static final String PORT = "WRITE_API_PORT";
    static final String PORT_DEFAULT = "8080";

    static final String KEYS = "WRITE_API_KEYS";

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
        Environment environment = new Environment(variables);
        WriteApiConfig config = new WriteApiConfig(
                http(environment), DatabaseSettings.from(environment), CareSettings.from(environment));
        environment.demandNoErrors();
        return config;
    }

    private static HttpSettings http(Environment environment) {
        String host = environment.text(HOST, HOST_DEFAULT);
        ApiKeys keys = keys(environment);
        boolean saidSo = environment.text(KEYS, "").equals(NO_KEYS);
        if (keys.isEmpty() && !saidSo && !LOOPBACK.matcher(host).matches()) {
            environment.refuse(
                    KEYS,
                    "is not set, and " + HOST + " is not a loopback address: whoever reaches it could change orders."
                            + " Make a key with dev.drawbridge.write.NewApiKey NAME, and set " + KEYS
                            + " to what it prints; or to " + NO_KEYS
                            + ", if the network lets only the right ones through.");
        }
        return new HttpSettings(
                host,
                environment.number(PORT, PORT_DEFAULT, 0, 65_535, "; 0 takes any free port"),
                keys,
                environment.flag(REQUIRE_IF_MATCH),
                environment.flag(REQUIRE_KEY),
                environment.duration(BODY_TIMEOUT, BODY_TIMEOUT_DEFAULT, SHORTEST_BODY_TIMEOUT, LONGEST_BODY_TIMEOUT),
                MAX_CONNECTIONS);
    }

    private static ApiKeys keys(Environment environment) {
        try {
            String keys = environment.text(KEYS, "");
            return ApiKeys.parse(keys.equals(NO_KEYS) ? "" : keys);
        } catch (IllegalArgumentException e) {
            environment.refuse(
                    KEYS,
                    "must be NAME:SHA256 pairs with commas between them, as dev.drawbridge.write.NewApiKey prints them; "
                            + e.getMessage() + ".");
            return ApiKeys.parse("none:" + "0".repeat(64));
        }
    }
}
