package dev.drawbridge.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Prints the ten slowest test classes of a build, from the reports of Surefire and Failsafe. */
public final class SlowestClasses {

    private static final int SHOWN = 10;
    private static final Pattern REPORT = Pattern.compile(".*/target/[a-z]+-reports/TEST-[^/]*\\.xml");
    private static final Pattern SUITE = Pattern.compile("<testsuite [^>]*>");
    private static final Pattern NAME = Pattern.compile(" name=\"([^\"]*)\"");
    private static final Pattern TIME = Pattern.compile(" time=\"([0-9.,]+)\"");

    /** @param seconds the whole class, with what it starts */
    record TimedClass(String name, double seconds) {}

    private SlowestClasses() {}

    /** @param args the root of the repository, and when the build began (ISO 8601): older reports are of other builds */
    public static void main(String[] args) throws IOException {
        List<TimedClass> all = classes(Path.of(args[0]), Instant.parse(args[1]));
        if (all.isEmpty()) {
            return;
        }
        double sum = all.stream().mapToDouble(TimedClass::seconds).sum();
        System.out.printf(Locale.ROOT, "The slowest of %d test classes (%.0f s in all):%n", all.size(), sum);
        all.stream()
                .sorted(Comparator.comparingDouble(TimedClass::seconds).reversed())
                .limit(SHOWN)
                .forEach(each -> System.out.printf(Locale.ROOT, "%7.1f s  %s%n", each.seconds, each.name));
    }

    static List<TimedClass> classes(Path root, Instant since) throws IOException {
        try (Stream<Path> files = Files.find(
                root,
                5,
                (file, attributes) -> isReport(file)
                        && !attributes.lastModifiedTime().toInstant().isBefore(since))) {
            List<TimedClass> classes = new ArrayList<>();
            for (Path file : (Iterable<Path>) files::iterator) {
                timed(Files.readString(file)).ifPresent(classes::add);
            }
            return classes;
        }
    }

    private static boolean isReport(Path file) {
        return REPORT.matcher(file.toString()).matches();
    }

    private static Optional<TimedClass> timed(String report) {
        Matcher suite = SUITE.matcher(report);
        if (!suite.find()) {
            return Optional.empty();
        }
        Matcher name = NAME.matcher(suite.group());
        Matcher time = TIME.matcher(suite.group());
        return name.find() && time.find()
                ? Optional.of(new TimedClass(
                        name.group(1), Double.parseDouble(time.group(1).replace(",", ""))))
                : Optional.empty();
    }
}
