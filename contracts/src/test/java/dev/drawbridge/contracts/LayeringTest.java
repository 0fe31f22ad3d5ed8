package dev.drawbridge.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "dev.drawbridge.contracts", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final int MOST_FILES = 20;

    @ArchTest
    static final ArchRule NOTHING_BUT_JACKSON_AND_SNAKEYAML = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.drawbridge.contracts..",
                    "java.io..",
                    "java.lang..",
                    "java.math..",
                    "java.net",
                    "java.nio..",
                    "java.security..",
                    "java.time..",
                    "java.util..",
                    "javax.crypto..",
                    "com.fasterxml.jackson..",
                    "org.snakeyaml..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule NO_CIRCLES =
            slices().matching("dev.drawbridge.contracts.(*)..").should().beFreeOfCycles();

    /** Each room knows only rooms below it. */
    @ArchTest
    static final ArchRule FLOORS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("folder")
            .definedBy("dev.drawbridge.contracts")
            .layer("docs")
            .definedBy("..contracts.docs..")
            .layer("release")
            .definedBy("..contracts.release..")
            .layer("compile")
            .definedBy("..contracts.compile..")
            .layer("mapping, projection, draft")
            .definedBy("..contracts.mapping..", "..contracts.projection..", "..contracts.draft..")
            .layer("type")
            .definedBy("..contracts.type..")
            .layer("source")
            .definedBy("..contracts.source..")
            .layer("refusal, outbox")
            .definedBy("..contracts.refusal..", "..contracts.outbox..")
            .whereLayer("folder")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("docs")
            .mayOnlyBeAccessedByLayers("folder")
            .whereLayer("release")
            .mayOnlyBeAccessedByLayers("folder", "docs")
            .whereLayer("compile")
            .mayOnlyBeAccessedByLayers("folder", "docs", "release")
            .whereLayer("mapping, projection, draft")
            .mayOnlyBeAccessedByLayers("folder", "docs", "release", "compile")
            .whereLayer("type")
            .mayOnlyBeAccessedByLayers("release", "compile", "mapping, projection, draft")
            .whereLayer("source")
            .mayOnlyBeAccessedByLayers("folder", "release", "compile", "mapping, projection, draft", "type")
            .whereLayer("refusal, outbox")
            .mayOnlyBeAccessedByLayers("docs", "release", "compile", "mapping, projection, draft", "type", "source");

    @Test
    void noRoomIsCrowded() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            Map<Path, Long> sizes = files.filter(file -> file.toString().endsWith(".java"))
                    .collect(groupingBy(Path::getParent, counting()));
            assertThat(sizes).isNotEmpty();
            assertThat(sizes.values()).allMatch(size -> size <= MOST_FILES);
        }
    }
}
