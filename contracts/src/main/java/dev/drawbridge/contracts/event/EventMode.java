package dev.drawbridge.contracts.event;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The content modes of CloudEvents' Kafka binding. Erasures have no content and are the same in both. */
public enum EventMode {
    /** The value is the data. */
    BINARY {
        @Override
        byte[] value(Map<String, String> headers, byte[] data) {
            return data;
        }
    },
    /** The value holds attributes and data; the headers repeat the attributes, as the binding allows. */
    STRUCTURED {
        @Override
        byte[] value(Map<String, String> headers, byte[] data) {
            byte[] value = StructuredEvent.of(headers, data);
            headers.put(CloudEventHeaders.CONTENT_TYPE, StructuredEvent.CONTENT_TYPE);
            return value;
        }
    };

    /** The record's value; sets the content type in the headers. */
    abstract byte[] value(Map<String, String> headers, byte[] data);

    /** The name in configurations. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode of that name. */
    public static EventMode named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The names of all modes. */
    public static String[] words() {
        return Stream.of(values()).map(EventMode::word).toArray(String[]::new);
    }
}
