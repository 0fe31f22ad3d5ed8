package dev.drawbridge.contracts.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The quick reader agrees with the JDK's. */
class Rfc3339PropertyTest {
    private static final Pattern SHAPE =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");

    @Provide
    Arbitrary<String> nearlyInstants() {
        Arbitrary<String> date = Combinators.combine(
                        Arbitraries.of("0000", "0001", "1900", "2000", "2024", "2026", "9999"),
                        Arbitraries.integers().between(0, 13),
                        Arbitraries.integers().between(0, 32))
                .as((year, month, day) -> "%s-%02d-%02d".formatted(year, month, day));
        Arbitrary<String> time = Arbitraries.of(
                "T00:00:00", "T23:59:59", "T24:00:00", "T12:60:00", "T12:00:60", " 12:00:00", "T12:00", "T1a:00:00");
        Arbitrary<String> fraction =
                Arbitraries.of("", ".", ".5", ".500", ".000", ".618899", ".618000", ".123456789", ".0000000001");
        Arbitrary<String> offset = Arbitraries.of(
                "Z", "z", "", "+00:00", "-05:30", "+18:00", "+18:01", "-19:00", "+12:60", "+1:00", "+0a:00", "Z ");
        return Combinators.combine(date, time, fraction, offset).as((d, t, f, o) -> d + t + f + o);
    }

    @Property(tries = 5000)
    void agreesWithTheJdk(@ForAll("nearlyInstants") String text) {
        OffsetDateTime instant = null;
        try {
            instant = SHAPE.matcher(text).matches() ? OffsetDateTime.parse(text) : null;
        } catch (DateTimeException none) {
            assertThat(none).isNotNull();
        }
        assertThat(Rfc3339.isDateTime(text)).as(text).isEqualTo(instant != null);
        if (instant != null) {
            assertThat(Rfc3339.inUtc(text)).isEqualTo(instant.toInstant().toString());
        }
    }
}
