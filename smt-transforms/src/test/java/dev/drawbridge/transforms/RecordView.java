package dev.drawbridge.transforms;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;

/** All there is to a record, in a form that compares and prints. */
record RecordView(
        String topic,
        Integer partition,
        String keySchema,
        String key,
        String valueSchema,
        String value,
        Long timestamp,
        Map<String, ?> sourcePartition,
        Map<String, ?> sourceOffset,
        List<String> headers) {

    static RecordView of(SourceRecord seen) {
        return new RecordView(
                seen.topic(),
                seen.kafkaPartition(),
                schema(seen.keySchema()),
                text(seen.key()),
                schema(seen.valueSchema()),
                text(seen.value()),
                seen.timestamp(),
                new LinkedHashMap<>(seen.sourcePartition()),
                new LinkedHashMap<>(seen.sourceOffset()),
                headers(seen));
    }

    private static List<String> headers(SourceRecord seen) {
        List<String> headers = new ArrayList<>();
        StreamSupport.stream(seen.headers().spliterator(), false)
                .forEach(header -> headers.add(header.key() + ": " + header.value() + typeMark(header)));
        return headers;
    }

    private static String typeMark(Header header) {
        return header.schema().type() == Schema.Type.STRING ? "" : " (" + header.schema() + ")";
    }

    private static String schema(Schema schema) {
        return schema == null ? "none" : schema.type() + (schema.isOptional() ? "?" : "");
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
    }
}
