package dev.drawbridge.sink.config;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;

/** What is wrong with a configuration, as Connect shows it. */
public final class Findings {

    private Findings() {}

    /** The options whose value is JSON's null, which is neither a value nor the default. */
    public static Map<String, String> ofNulls(Map<String, String> properties) {
        Map<String, String> nulls = new HashMap<>();
        properties.forEach((option, value) -> {
            if (value == null) {
                nulls.put(option, option + " is null; give it a value, or leave it out for its default");
            }
        });
        return nulls;
    }

    /** Returns {@code properties}, or throws a ConfigException that names an option whose value is null. */
    static Map<String, String> requireNoNulls(Map<String, String> properties) {
        ofNulls(properties).values().forEach(error -> {
            throw new ConfigException(error);
        });
        return properties;
    }

    /** Adds errors to what Connect shows of each option. An option that is not defined is added. */
    public static void attach(Map<String, String> errors, Config config) {
        errors.forEach((option, error) -> config.configValues().stream()
                .filter(value -> value.name().equals(option))
                .findFirst()
                .orElseGet(() -> undefined(option, config))
                .addErrorMessage(named(option, error)));
    }

    /** Connect shows the text alone when a connector is created or changed, so each names its option. */
    static String named(String option, String error) {
        return error.startsWith(option) ? error : option + ": " + error;
    }

    private static ConfigValue undefined(String option, Config config) {
        ConfigValue value = new ConfigValue(option);
        config.configValues().add(value);
        return value;
    }
}
