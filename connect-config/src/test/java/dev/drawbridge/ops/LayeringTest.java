package dev.drawbridge.ops;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What this module may use, and how its packages stand to each other. */
@AnalyzeClasses(packages = "dev.drawbridge.ops", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final int MOST_FILES = 20;

    /** As a word or the beginning of one: of the sample, not the verb or the English noun. */
    private static final Pattern SAMPLE =
            Pattern.compile("\"[^\"\\n]*\\b(orders|order(?! by)|customer|coupon)\\b|\\b(Order|Customer|Coupon)[A-Z]?");

    @ArchTest
    static final ArchRule NO_CIRCLES =
            slices().matching("dev.drawbridge.ops.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_COMMAND_LINE_IS_ON_TOP = noClasses()
            .that()
            .resideOutsideOfPackage("..ops.command..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..ops.command..", "picocli..");

    @ArchTest
    static final ArchRule NO_PLUGIN_NO_SERVICE_NO_LOCAL_STACK = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.drawbridge.stack..",
                    "dev.drawbridge.write..",
                    "dev.drawbridge.http..",
                    "dev.drawbridge.cdc..",
                    "dev.drawbridge.sink..",
                    "dev.drawbridge.transforms..",
                    "io.debezium..",
                    "org.flywaydb..");

    @ArchTest
    static void noPackageIsLargerThanARoom(JavaClasses classes) {
        Map<String, Long> files = classes.stream()
                .filter(each -> each.isTopLevelClass())
                .collect(Collectors.groupingBy(each -> each.getPackageName(), Collectors.counting()));
        assertThat(files).allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(MOST_FILES));
    }

    @Test
    void nothingKnowsTheSampleDomain() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<String> found = files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(LayeringTest::namesOfTheSample)
                    .toList();
            assertThat(found).isEmpty();
        }
    }

    private static Stream<String> namesOfTheSample(Path file) {
        try {
            return SAMPLE.matcher(Files.readString(file)).results().map(found -> file + ": " + found.group());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
