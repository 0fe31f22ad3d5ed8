package dev.drawbridge.sink.document;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times as text: those of Connect, and those that Debezium gives as numbers (https://debezium.io, "Temporal types").
 * Debezium's others, such as ZonedTimestamp, are text already; durations and years stay numbers.
 */
final class LogicalTime {

    private static final long SECONDS_PER_DAY = TimeUnit.DAYS.toSeconds(1);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE;
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS");
    private static final DateTimeFormatter NANOS = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSSSS");

    private LogicalTime() {}

    /** Connect's Date, Time or Timestamp, by the name of {@code schema}. */
    static String of(@Nullable Schema schema, Instant instant) {
        @Nullable String name = schema == null ? null : schema.name();
        if (Date.LOGICAL_NAME.equals(name)) {
            return DAY.format(instant.atZone(ZoneOffset.UTC));
        }
        return Time.LOGICAL_NAME.equals(name) ? MILLIS.format(instant.atZone(ZoneOffset.UTC)) : instant.toString();
    }

    /** {@code number} as the type of Debezium's that {@code schema} names; null when it names none of these. */
    static @Nullable String of(@Nullable Schema schema, long number) {
        @Nullable String name = schema == null ? null : schema.name();
        if (name == null || !name.startsWith("io.debezium.time.")) {
            return null;
        }
        return switch (name) {
            case "io.debezium.time.Date" -> day(number);
            case "io.debezium.time.Time" -> clock(MILLIS, number, 1_000);
            case "io.debezium.time.MicroTime" -> clock(MICROS, number, 1_000_000);
            case "io.debezium.time.NanoTime" -> clock(NANOS, number, 1_000_000_000);
            case "io.debezium.time.Timestamp" -> instant(number, 1_000);
            case "io.debezium.time.MicroTimestamp" -> instant(number, 1_000_000);
            case "io.debezium.time.NanoTimestamp" -> instant(number, 1_000_000_000);
            default -> null;
        };
    }

    private static @Nullable String day(long days) {
        return days < LocalDate.MIN.toEpochDay() || days > LocalDate.MAX.toEpochDay()
                ? null
                : DAY.format(LocalDate.ofEpochDay(days));
    }

    /** PostgreSQL's day ends with 24:00:00; what is no time of a day stays a number. */
    private static @Nullable String clock(DateTimeFormatter format, long number, long perSecond) {
        if (number < 0 || number > SECONDS_PER_DAY * perSecond) {
            return null;
        }
        if (number == SECONDS_PER_DAY * perSecond) {
            return format.format(LocalTime.MIN).replaceFirst("00", "24");
        }
        return format.format(LocalTime.ofNanoOfDay(number * (1_000_000_000 / perSecond)));
    }

    private static String instant(long number, long perSecond) {
        long nanos = Math.floorMod(number, perSecond) * (1_000_000_000 / perSecond);
        return Instant.ofEpochSecond(Math.floorDiv(number, perSecond), nanos).toString();
    }
}
