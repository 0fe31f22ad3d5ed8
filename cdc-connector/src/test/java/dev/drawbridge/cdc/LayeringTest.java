package dev.drawbridge.cdc;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Capture meets the outbox as a table, and the transform as data. */
@AnalyzeClasses(packages = "dev.drawbridge.cdc", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
    @ArchTest
    static final ArchRule noSiblings = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAPackage("dev.drawbridge..").and(not(resideInAPackage("dev.drawbridge.cdc.."))));

    @ArchTest
    static final ArchRule noToolsForMigrationsAndNoKafkaClients = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.flywaydb..",
                    "org.jdbi..",
                    "org.apache.kafka.clients..",
                    "org.elasticsearch..",
                    "co.elastic..");

    @ArchTest
    static final ArchRule noCircles =
            slices().matching("dev.drawbridge.cdc.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theDatabaseKnowsNothingOfTheConnector = noClasses()
            .that()
            .resideInAPackage("dev.drawbridge.cdc.postgres..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.drawbridge.cdc");
}
