package dev.drawbridge.sink;

import dev.drawbridge.sink.document.Document;
import dev.drawbridge.sink.document.DocumentReader;
import dev.drawbridge.sink.document.DocumentVersion;
import dev.drawbridge.sink.document.NullValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records as Connect would deliver them. */
public final class Records {

    public static final String TOPIC = "orders.public.v1";
    public static final String INDEX = "orders-000001";
    public static final String VERSION_HEADER = "ce_aggregateversion";

    private Records() {}

    public static DocumentReader reader() {
        return reader(NullValue.MARK_ERASED);
    }

    public static DocumentReader reader(NullValue nullValue) {
        return new DocumentReader(Map.of(TOPIC, INDEX), null, DocumentVersion.header(VERSION_HEADER), null, nullValue);
    }

    public static Document document(SinkRecord record) {
        return reader().read(record).orElseThrow();
    }

    public static SinkRecord of(long offset, Object key, Object version, Object value) {
        return of(0, offset, key, version, value);
    }

    public static SinkRecord of(int partition, long offset, Object key, Object version, Object value) {
        ConnectHeaders headers = new ConnectHeaders();
        if (version != null) {
            headers.add(VERSION_HEADER, version, null);
        }
        return new SinkRecord(TOPIC, partition, null, key, null, value, offset, 0L, TimestampType.CREATE_TIME, headers);
    }

    public static SinkRecord event(long offset, String id, long version) {
        return of(
                offset,
                id.getBytes(StandardCharsets.UTF_8),
                Long.toString(version),
                ("{\"orderId\":\"" + id + "\",\"version\":" + version + "}").getBytes(StandardCharsets.UTF_8));
    }

    public static SinkRecord erasure(long offset, String id, long version) {
        return of(offset, id, Long.toString(version), null);
    }

    /** The record after a transform that renamed its topic. */
    public static SinkRecord renamed(SinkRecord record, String topic) {
        return record.newRecord(
                topic,
                7,
                Schema.OPTIONAL_STRING_SCHEMA,
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp());
    }
}
