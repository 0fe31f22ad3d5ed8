package dev.drawbridge.contracts.projection;

import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.type.StringFormat;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A notation for instants: {@code date}, {@code date-time} (both as a contract's formats of that name), or a pattern of {@link
 * DateTimeFormatter}. Immutable and thread-safe.
 *
 * @param formatter writes an instant in its zone
 * @param format the contract format that all of its texts are of; null for a pattern
 */
@Internal
public record InstantFormat(
        DateTimeFormatter formatter, @Nullable StringFormat format) {
    private static final OffsetDateTime SAMPLE = OffsetDateTime.of(2026, 11, 24, 5, 0, 1, 500_000_000, ZoneOffset.UTC);

    /** The notation, if name or pattern and zone make sense. */
    public static Optional<InstantFormat> of(String pattern, String zone) {
        try {
            InstantFormat made = new InstantFormat(formatter(pattern).withZone(ZoneId.of(zone)), format(pattern));
            made.format(SAMPLE);
            return Optional.of(made);
        } catch (DateTimeException | IllegalArgumentException unusable) {
            return Optional.empty();
        }
    }

    public String format(OffsetDateTime instant) {
        return formatter.format(instant.toInstant());
    }

    private static DateTimeFormatter formatter(String pattern) {
        return switch (pattern) {
            case "date" -> DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
            case "date-time" -> DateTimeFormatter.ISO_OFFSET_DATE_TIME;
            default -> DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
        };
    }

    private static @Nullable StringFormat format(String pattern) {
        return switch (pattern) {
            case "date" -> StringFormat.DATE;
            case "date-time" -> StringFormat.DATE_TIME;
            default -> null;
        };
    }
}
