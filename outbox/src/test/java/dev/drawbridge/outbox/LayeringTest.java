package dev.drawbridge.outbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A service takes this module along with one small dependency: the JDK and PostgreSQL's driver are all it needs. */
@AnalyzeClasses(packages = "dev.drawbridge", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
    @ArchTest
    static final ArchRule onlyTheJdkAndTheDriver = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.drawbridge.outbox", "java..", "javax.sql..", "org.postgresql..", "org.jspecify..");
}
