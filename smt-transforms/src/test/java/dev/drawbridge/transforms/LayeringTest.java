package dev.drawbridge.transforms;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
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
            .definedBy("..envelope..")
            .layer("cloudevents")
            .definedBy("..cloudevents..")
            .layer("contract")
            .definedBy("..contract..")
            .layer("outbox")
            .definedBy("..outbox..")
            .layer("catalogue")
            .definedBy("..catalogue..")
            .layer("trial")
            .definedBy("..trial..")
            .layer("refusal")
            .definedBy("..refusal..")
            .whereLayer("trial")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("catalogue")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("transform")
            .mayOnlyBeAccessedByLayers("trial")
            .whereLayer("envelope")
            .mayOnlyBeAccessedByLayers("transform", "trial")
            .whereLayer("cloudevents")
            .mayOnlyBeAccessedByLayers("transform")
            .whereLayer("contract")
            .mayOnlyBeAccessedByLayers("transform", "catalogue", "trial")
            .whereLayer("outbox")
            .mayOnlyBeAccessedByLayers("transform", "contract", "cloudevents", "catalogue");

    @ArchTest
    static final ArchRule CONTRACTS_KNOW_NOTHING_OF_KAFKA = noClasses()
            .that()
            .resideInAnyPackage("..contract..", "..refusal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule NO_SIBLINGS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.drawbridge.write..", "dev.drawbridge.cdc..", "dev.drawbridge.sink..", "io.debezium..");

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
