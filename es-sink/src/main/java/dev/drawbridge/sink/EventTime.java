package dev.drawbridge.sink;

import java.time.DateTimeException;
import java.time.Instant;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** When what a record tells of happened: CloudEvents' time, else the record's own. */
final class EventTime {

    private static final String HEADER = "ce_time";

    private EventTime() {}

    /** In milliseconds since 1970. */
    static long ms(SinkRecord record) {
        @Nullable Header header = record.headers().lastWithName(HEADER);
        if (header != null && header.value() instanceof String text) {
            try {
                return Instant.parse(text).toEpochMilli();
            } catch (DateTimeException | ArithmeticException e) {
                // no time, or one beyond milliseconds: the record's is good enough for a metric
            }
        }
        return record.timestamp() == null ? System.currentTimeMillis() : record.timestamp();
    }
}
