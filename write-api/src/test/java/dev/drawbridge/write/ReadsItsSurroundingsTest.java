package dev.drawbridge.write;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule finds what it forbids, and passes what a model may do. */
class ReadsItsSurroundingsTest {
    static final class OfInstant {
        Object read() {
            return Instant.now();
        }
    }

    static final class OfDate {
        Object read() {
            return LocalDate.now(ZoneId.of("UTC"));
        }
    }

    static final class ByReference {
        Supplier<Object> read() {
            return ZonedDateTime::now;
        }
    }

    static final class OfClock {
        Object read(Clock clock) {
            return clock.instant();
        }
    }

    static final class OfOldDate {
        @SuppressWarnings("JavaUtilDate")
        Object read() {
            return new Date();
        }
    }

    static final class OfMillis {
        long read() {
            return System.currentTimeMillis();
        }
    }

    static final class OfNanos {
        long read() {
            return System.nanoTime();
        }
    }

    static final class OfEnvironment {
        Object read() {
            return String.valueOf(System.getenv("HOME"));
        }
    }

    static final class OfProperty {
        Object read() {
            return String.valueOf(System.getProperty("user.name"));
        }
    }

    static final class OfChance {
        int read() {
            return new Random(1).nextInt();
        }
    }

    static final class OfThreadChance {
        int read() {
            return ThreadLocalRandom.current().nextInt();
        }
    }

    static final class OfMath {
        double read() {
            return Math.random();
        }
    }

    static final class OfUuid {
        Object read() {
            return UUID.randomUUID();
        }
    }

    static final class OfLocale {
        Object read() {
            return Locale.getDefault();
        }
    }

    static final class OfZone {
        Object read() {
            return ZoneId.systemDefault();
        }
    }

    static final class OfThread {
        Object read() {
            return Thread.currentThread();
        }
    }

    static final class OfArguments {
        Object read(Instant now, List<String> names) {
            return now.plusSeconds(names.stream().mapToInt(String::length).sum());
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                OfInstant.class,
                OfDate.class,
                ByReference.class,
                OfClock.class,
                OfOldDate.class,
                OfMillis.class,
                OfNanos.class,
                OfEnvironment.class,
                OfProperty.class,
                OfChance.class,
                OfThreadChance.class,
                OfMath.class,
                OfUuid.class,
                OfLocale.class,
                OfZone.class,
                OfThread.class
            })
    void findsWhatDependsOnMoreThanItIsGiven(Class<?> type) {
        assertThat(reads(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(classes = OfArguments.class)
    void passesWhatDependsOnItsArguments(Class<?> type) {
        assertThat(reads(type)).isFalse();
    }

    private static boolean reads(Class<?> type) {
        return !noClasses()
                .should(ReadsItsSurroundings.READ_THEM)
                .evaluate(new ClassFileImporter().importClasses(type))
                .getFailureReport()
                .getDetails()
                .isEmpty();
    }
}
