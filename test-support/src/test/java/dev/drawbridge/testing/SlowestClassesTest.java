package dev.drawbridge.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowestClassesTest {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void classesAreThoseOfThisBuild(@TempDir Path root) throws Exception {
        report(root, "a/target/surefire-reports/TEST-a.ATest.xml", "a.ATest", "1,203.5", START.plusSeconds(5));
        report(root, "b/c/target/failsafe-reports/TEST-b.BIT.xml", "b.BIT", "2.25", START);
        report(root, "a/target/surefire-reports/TEST-a.OldTest.xml", "a.OldTest", "99", START.minusSeconds(1));
        report(root, "a/src/TEST-a.NoReport.xml", "a.NoReport", "99", START);

        assertThat(SlowestClasses.classes(root, START))
                .containsExactlyInAnyOrder(
                        new SlowestClasses.TimedClass("a.ATest", 1203.5), new SlowestClasses.TimedClass("b.BIT", 2.25));
    }

    private static void report(Path root, String path, String name, String time, Instant modified) throws Exception {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "<?xml version=\"1.0\"?>\n<testsuite xmlns:xsi=\"x\" name=\"" + name + "\" time=\"" + time
                        + "\" tests=\"1\">\n<testcase name=\"m\" time=\"7\"/></testsuite>");
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }
}
