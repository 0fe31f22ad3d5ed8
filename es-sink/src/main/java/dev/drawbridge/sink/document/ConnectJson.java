package dev.drawbridge.sink.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Writes structs and schemaless maps as JSON that Elasticsearch reads without loss: decimals exact, dates as 2026-01-31, times
 * as 12:30:00.000, timestamps as 2026-01-31T12:30:00Z, be they Connect's or Debezium's; bytes in base64, nulls as null.
 * Stateless, thread-safe.
 */
final class ConnectJson {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private ConnectJson() {}

    /** {@code value} is a Struct or a Map. */
    static byte[] write(Object value) throws DocumentSource.Unsafe {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            value(json, null, value, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void value(JsonGenerator json, @Nullable Schema schema, @Nullable Object value, int depth)
            throws IOException, DocumentSource.Unsafe {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.writeString(whole(text));
        } else if (value instanceof Number number) {
            number(json, schema, number);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof java.util.Date instant) {
            json.writeString(LogicalTime.of(schema, instant.toInstant()));
        } else if (value instanceof byte[] bytes) {
            json.writeBinary(bytes);
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            json.writeBinary(bytes);
        } else {
            container(json, schema, value, depth);
        }
    }

    private static void container(JsonGenerator json, @Nullable Schema schema, Object value, int depth)
            throws IOException, DocumentSource.Unsafe {
        if (depth == DocumentSource.MAX_DEPTH) {
            throw new DocumentSource.Unsafe("is nested beyond " + DocumentSource.MAX_DEPTH + " levels");
        }
        @Nullable BigDecimal decimal = WholeNumber.decimal(value);
        if (decimal != null) {
            json.writeNumber(decimal);
        } else if (value instanceof Struct struct) {
            json.writeStartObject();
            for (Field field : struct.schema().fields()) {
                json.writeFieldName(whole(field.name()));
                value(json, field.schema(), struct.getWithoutDefault(field.name()), depth + 1);
            }
            json.writeEndObject();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(name(entry.getKey()));
                value(json, schema == null ? null : schema.valueSchema(), entry.getValue(), depth + 1);
            }
            json.writeEndObject();
        } else if (value instanceof Iterable<?> items) {
            json.writeStartArray();
            for (Object item : items) {
                value(json, schema == null ? null : schema.valueSchema(), item, depth + 1);
            }
            json.writeEndArray();
        } else {
            throw new DocumentSource.Unsafe(
                    "holds a value of type " + value.getClass().getSimpleName());
        }
    }

    private static String name(@Nullable Object key) throws DocumentSource.Unsafe {
        if (key instanceof String || key instanceof Number || key instanceof Boolean) {
            return whole(key.toString());
        }
        throw new DocumentSource.Unsafe("holds a map whose keys are neither text nor numbers");
    }

    private static String whole(String text) throws DocumentSource.Unsafe {
        if (!Utf8.isWhole(text)) {
            throw new DocumentSource.Unsafe("holds text with half a surrogate pair");
        }
        return text;
    }

    private static void number(JsonGenerator json, @Nullable Schema schema, Number number)
            throws IOException, DocumentSource.Unsafe {
        if (number instanceof BigDecimal decimal) {
            json.writeNumber(decimal);
        } else if (number instanceof BigInteger integer) {
            json.writeNumber(integer);
        } else if (number instanceof Double || number instanceof Float) {
            fraction(json, number);
        } else {
            @Nullable String time = LogicalTime.of(schema, number.longValue());
            if (time == null) {
                json.writeNumber(number.longValue());
            } else {
                json.writeString(time);
            }
        }
    }

    /** In as few digits as tell it from its neighbours. */
    private static void fraction(JsonGenerator json, Number number) throws IOException, DocumentSource.Unsafe {
        if (!Double.isFinite(number.doubleValue())) {
            throw new DocumentSource.Unsafe("holds a number that JSON cannot express (NaN or infinite)");
        }
        if (number instanceof Float single) {
            json.writeNumber(single);
        } else {
            json.writeNumber(number.doubleValue());
        }
    }
}
