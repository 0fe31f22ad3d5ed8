package dev.drawbridge.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class EventTimeTest {

    @Test
    void isCloudEventsTimeElseTheRecords() {
        SinkRecord record = Records.event(1, "a", 1);
        assertThat(EventTime.ms(record)).isZero();
        record.headers().addString("ce_time", "no time");
        assertThat(EventTime.ms(record)).isZero();
        record.headers().addString("ce_time", "+999999999-12-31T23:59:59.999999999Z");
        assertThat(EventTime.ms(record)).as("a time beyond milliseconds").isZero();
        record.headers().addString("ce_time", "2026-01-31T12:00:00.5Z");
        assertThat(EventTime.ms(record))
                .isEqualTo(Instant.parse("2026-01-31T12:00:00.5Z").toEpochMilli());
    }
}
