package dev.drawbridge.transforms.cloudevents;

import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.connect.header.Headers;

/** The content modes of CloudEvents' Kafka binding. Erasures have no content and are the same in both. */
public enum EventMode {
    /** The value is the data. */
    BINARY {
        @Override
        public byte[] value(Headers headers, byte[] data) {
            return data;
        }
    },
    /** The value holds attributes and data; the headers repeat the attributes, as the binding allows. */
    STRUCTURED {
        @Override
        public byte[] value(Headers headers, byte[] data) {
            byte[] value = StructuredEvent.of(headers, data);
            headers.remove(CloudEventHeaders.CONTENT_TYPE);
            headers.addString(CloudEventHeaders.CONTENT_TYPE, StructuredEvent.CONTENT_TYPE);
            return value;
        }
    };

    /** The record's value; sets the content type in the headers. */
    public abstract byte[] value(Headers headers, byte[] data);

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
