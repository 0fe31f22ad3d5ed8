package dev.drawbridge.stack;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the packages of the local stack stand to each other. */
@AnalyzeClasses(packages = "dev.drawbridge.stack", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
    private static final int MOST_FILES = 20;

    @ArchTest
    static final ArchRule NO_CIRCLES =
            slices().matching("dev.drawbridge.stack.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CIRCLES_IN_THE_DEMO =
            slices().matching("dev.drawbridge.stack.demo.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PROCESSES_KNOW_NO_COMPONENT = noClasses()
            .that()
            .resideInAPackage("..stack.process..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..stack.component..", "..stack.command..", "..stack.demo..");

    @ArchTest
    static final ArchRule COMPONENTS_KNOW_NO_COMMAND_AND_NO_DEMO = noClasses()
            .that()
            .resideInAPackage("..stack.component..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..stack.command..", "..stack.demo..");

    @ArchTest
    static final ArchRule THE_DEMO_KNOWS_NO_SERVERS = noClasses()
            .that()
            .resideInAPackage("..stack.demo..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..stack.command..", "..stack.component..", "..stack.process..");

    @ArchTest
    static void noPackageIsLargerThanARoom(JavaClasses classes) {
        Map<String, Long> files = classes.stream()
                .filter(each -> each.isTopLevelClass())
                .collect(Collectors.groupingBy(each -> each.getPackageName(), Collectors.counting()));
        assertThat(files).allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(MOST_FILES));
    }

    /** The sample's names come from files; the demo alone knows what to send to it. */
    @Test
    void serversAndCommandsDoNotNameTheSample() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> naming = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/demo/"))
                    .filter(LayeringTest::namesTheSample)
                    .toList();
            assertThat(naming).isEmpty();
        }
    }

    private static boolean namesTheSample(Path file) {
        try {
            return Files.readString(file).matches("(?s).*(\"[^\"\\n]*\\borders?\\b[^\"\\n]*\"|order-search).*");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
