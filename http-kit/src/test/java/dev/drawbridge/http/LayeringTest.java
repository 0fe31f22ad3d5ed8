package dev.drawbridge.http;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** HTTP alone: no domain, no store, no sibling. */
@AnalyzeClasses(packages = "dev.drawbridge.http", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
    @ArchTest
    static final ArchRule noSiblings = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAPackage("dev.drawbridge..").and(not(resideInAPackage("dev.drawbridge.http.."))));

    @ArchTest
    static final ArchRule noStoreAndNoBroker = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "javax.sql..",
                    "org.jdbi..",
                    "org.postgresql..",
                    "org.apache.kafka..",
                    "io.debezium..",
                    "org.elasticsearch..",
                    "co.elastic..");
}
