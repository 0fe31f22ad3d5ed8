package dev.drawbridge.sink;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.drawbridge.sink", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {

    @ArchTest
    static final ArchRule onlyElasticKnowsTheClient = noClasses()
            .that()
            .resideOutsideOfPackage("dev.drawbridge.sink.elastic..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("co.elastic..", "org.elasticsearch..", "org.apache.http..", "java.net.http..");

    @ArchTest
    static final ArchRule noSiblings = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAPackage("dev.drawbridge..").and(not(resideInAPackage("dev.drawbridge.sink.."))));

    @ArchTest
    static final ArchRule noCircles =
            slices().matching("dev.drawbridge.sink.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheConnectorKnowsItsOptions = noClasses()
            .that()
            .resideOutsideOfPackages("dev.drawbridge.sink", "..sink.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.drawbridge.sink", "..sink.config..");

    @ArchTest
    static final ArchRule documentsKnowNothingOfBulks = noClasses()
            .that()
            .resideInAPackage("..document..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..bulk..", "..elastic..");

    @ArchTest
    static final ArchRule bulksKnowOnlyDocuments = noClasses()
            .that()
            .resideInAPackage("..sink.bulk..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.drawbridge.sink", "..sink.elastic..");

    @ArchTest
    static final ArchRule offsetsKnowNothingOfElasticsearch = noClasses()
            .that()
            .resideInAPackage("..sink.offsets..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.drawbridge.sink", "..sink.elastic..", "..sink.document..");

    @ArchTest
    static final ArchRule onlyBackoffSleeps = noClasses()
            .that()
            .haveNameNotMatching(".*\\.Backoff(\\$.*)?")
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(java.util.concurrent.TimeUnit.class, "sleep", long.class);
}
