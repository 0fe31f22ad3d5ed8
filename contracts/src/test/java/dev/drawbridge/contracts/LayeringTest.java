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
import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.mapping.ContractBundle;
import dev.drawbridge.contracts.mapping.EventType;
import dev.drawbridge.contracts.projection.Pseudonyms;
import dev.drawbridge.contracts.source.Finding;
import dev.drawbridge.contracts.source.InvalidContractException;
import dev.drawbridge.contracts.text.LogSafeName;
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
            .layer("docs, dryrun")
            .definedBy("..contracts.docs..", "..contracts.dryrun..")
            .layer("release, event")
            .definedBy("..contracts.release..", "..contracts.event..")
            .layer("compile")
            .definedBy("..contracts.compile..")
            .layer("mapping, projection, draft")
            .definedBy("..contracts.mapping..", "..contracts.projection..", "..contracts.draft..")
            .layer("type")
            .definedBy("..contracts.type..")
            .layer("source, outbox")
            .definedBy("..contracts.source..", "..contracts.outbox..")
            .layer("refusal, text")
            .definedBy("..contracts.refusal..", "..contracts.text..")
            .whereLayer("folder")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("docs, dryrun")
            .mayOnlyBeAccessedByLayers("folder")
            .whereLayer("release, event")
            .mayOnlyBeAccessedByLayers("folder", "docs, dryrun")
            .whereLayer("compile")
            .mayOnlyBeAccessedByLayers("folder", "docs, dryrun", "release, event")
            .whereLayer("mapping, projection, draft")
            .mayOnlyBeAccessedByLayers("folder", "docs, dryrun", "release, event", "compile")
            .whereLayer("type")
            .mayOnlyBeAccessedByLayers("release, event", "compile", "mapping, projection, draft");

    /** What is public there is either marked, or one of the few types that other modules may use. */
    @ArchTest
    static final ArchRule INNER_ROOMS_ARE_INTERNAL = classes()
            .that()
            .resideInAnyPackage(
                    "..contracts.source..",
                    "..contracts.type..",
                    "..contracts.mapping..",
                    "..contracts.projection..",
                    "..contracts.text..")
            .and()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .and()
            .doNotBelongToAnyOf(
                    Finding.class,
                    InvalidContractException.class,
                    ContractBundle.class,
                    EventType.class,
                    Pseudonyms.class,
                    LogSafeName.class)
            .should()
            .beAnnotatedWith(Internal.class);

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
