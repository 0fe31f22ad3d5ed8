package dev.drawbridge.transforms;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.drawbridge.contracts.annotation.Internal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "dev.drawbridge.transforms", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/drawbridge/transforms");
    private static final Pattern ENVELOPE_WORD = Pattern.compile("\"(before|after|op|ts_ms)\"");

    @ArchTest
    static final ArchRule LAYERS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("transform")
            .definedBy("dev.drawbridge.transforms")
            .layer("envelope")
            .definedBy("..transforms.envelope..")
            .layer("outbox")
            .definedBy("..transforms.outbox..")
            .whereLayer("transform")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("envelope")
            .mayOnlyBeAccessedByLayers("transform")
            .whereLayer("outbox")
            .mayOnlyBeAccessedByLayers("transform");

    @ArchTest
    static final ArchRule NOTHING_INTERNAL_OF_CONTRACTS =
            noClasses().should().dependOnClassesThat().areAnnotatedWith(Internal.class);

    @ArchTest
    static final ArchRule NO_CIRCLES =
            slices().matching("dev.drawbridge.transforms.(*)..").should().beFreeOfCycles();

    /** Of Kafka only what Connect gives to plugins; of Drawbridge only contracts. */
    @ArchTest
    static final ArchRule ONLY_CONTRACTS_AND_CONNECT = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.drawbridge.transforms..",
                    "dev.drawbridge.contracts..",
                    "java..",
                    "javax.management..",
                    "com.fasterxml.jackson..",
                    "org.apache.kafka.common.config..",
                    "org.apache.kafka.connect..",
                    "org.jspecify..",
                    "org.slf4j..");

    @Test
    void onlyTheEnvelopeNamesItsFields() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> naming = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(LayeringTest::namesAnEnvelopeField)
                    .toList();
            assertThat(naming).isNotEmpty().allMatch(file -> file.getParent().endsWith("envelope"));
        }
    }

    private static boolean namesAnEnvelopeField(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .anyMatch(line -> ENVELOPE_WORD.matcher(line).find());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
