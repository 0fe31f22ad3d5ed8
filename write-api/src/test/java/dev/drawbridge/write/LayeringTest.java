package dev.drawbridge.write;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.drawbridge.write", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
    private static final String MODEL = "dev.drawbridge.write.order.model..";
    private static final String APPLICATION = "dev.drawbridge.write.order.application..";
    private static final String POSTGRES = "dev.drawbridge.write.order.postgres..";
    private static final String HTTP = "dev.drawbridge.write.http..";
    private static final String ROOT = "dev.drawbridge.write";

    @ArchTest
    static final ArchRule modelKnowsOnlyTheJdk = classes()
            .that()
            .resideInAPackage(MODEL)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    MODEL,
                    "java.lang..",
                    "java.util",
                    "java.util.function..",
                    "java.util.stream..",
                    "java.math..",
                    "java.time",
                    "org.jspecify..");

    /** The same command on the same order decides the same, at any time, on any machine. */
    @ArchTest
    static final ArchRule modelReadsNothingButItsArguments =
            noClasses().that().resideInAPackage(MODEL).should(ReadsItsSurroundings.READ_THEM);

    @ArchTest
    static final ArchRule applicationKnowsOnlyTheModel = classes()
            .that()
            .resideInAPackage(APPLICATION)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(APPLICATION, MODEL, "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule ofSiblingsOnlyTheLibraries = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("dev.drawbridge..")
                    .and(not(resideInAnyPackage(
                            "dev.drawbridge.write..",
                            "dev.drawbridge.outbox..",
                            "dev.drawbridge.http..",
                            "dev.drawbridge.contracts.."))));

    @ArchTest
    static final ArchRule nothingKnowsWhatComesAfterTheOutbox = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.debezium..", "org.elasticsearch..", "co.elastic..");

    @ArchTest
    static final ArchRule noCircles =
            slices().matching("dev.drawbridge.write.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingKnowsHowItIsWired = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT);

    /** Each floor knows only those below it. */
    @ArchTest
    static final ArchRule theRoomsOfTheApplicationLieOnFloors = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.drawbridge.write.order.application..")
            .layer("queue")
            .definedBy("..application.queue")
            .layer("handlers")
            .definedBy("..order.application")
            .layer("port")
            .definedBy("..application.port")
            .layer("retry")
            .definedBy("..application.retry")
            .layer("failure")
            .definedBy("..application.failure")
            .whereLayer("queue")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("handlers")
            .mayOnlyBeAccessedByLayers("queue")
            .whereLayer("port")
            .mayOnlyBeAccessedByLayers("queue", "handlers")
            .whereLayer("retry")
            .mayOnlyBeAccessedByLayers("queue", "handlers");

    @ArchTest
    static final ArchRule nobodySleepsButThroughAnInjectedSleeper = noClasses()
            .that()
            .resideOutsideOfPackage("dev.drawbridge.write")
            .should()
            .callMethodWhere(target(owner(resideInAPackage("java..")))
                    .and(target(name("sleep").or(name("parkNanos")))));

    @ArchTest
    static final ArchRule httpKnowsNoStore = noClasses()
            .that()
            .resideInAPackage(HTTP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(POSTGRES, "org.jdbi..", "org.postgresql..");

    @ArchTest
    static final ArchRule postgresKnowsNoHttp = noClasses()
            .that()
            .resideInAPackage(POSTGRES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(HTTP, "io.javalin..");

    @ArchTest
    static final ArchRule onlyTheTopReadsTheEnvironment = noClasses()
            .that()
            .resideOutsideOfPackage("dev.drawbridge.write")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);
}
