package dev.drawbridge.stack.component;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.stack.process.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The JDK that Elasticsearch runs on: the launcher's own, unless its version asks for a newer one. */
final class ElasticsearchJvm {
    static final String VARIABLE = "DRAWBRIDGE_ELASTICSEARCH_JAVA_HOME";

    private static final int NINE = 9;
    private static final int OLDEST_FOR_NINE = 21;
    private static final Pattern MAJOR = Pattern.compile("elasticsearch-([0-9]+)[.].*");
    private static final Pattern RELEASE = Pattern.compile("(?s).*\\bJAVA_VERSION=\"([0-9]+).*");
    private static final Path INSTALLED = Path.of("/usr/lib/jvm");

    private ElasticsearchJvm() {}

    /**
     * @param installation folder named after the version, such as {@code elasticsearch-9.2.0}
     * @throws ActionRequiredException when no JDK is new enough
     */
    static String home(Path installation, Map<String, String> environment) throws IOException {
        String chosen = environment.getOrDefault(VARIABLE, "");
        if (!chosen.isEmpty()) {
            return chosen;
        }
        Matcher name = MAJOR.matcher(String.valueOf(installation.getFileName()));
        boolean nine = name.matches() && Integer.parseInt(name.group(1)) >= NINE;
        return !nine || Runtime.version().feature() >= OLDEST_FOR_NINE ? Jvm.home() : newEnough(installation);
    }

    private static String newEnough(Path installation) throws IOException {
        return installed().stream()
                .filter(home -> feature(home) >= OLDEST_FOR_NINE)
                .max(Comparator.comparingInt(ElasticsearchJvm::feature))
                .map(Path::toString)
                .orElseThrow(
                        () -> new ActionRequiredException(installation.getFileName() + " needs a JDK " + OLDEST_FOR_NINE
                                + " or newer, and this is " + Runtime.version().feature() + "; set " + VARIABLE
                                + " to the folder of one."));
    }

    private static List<Path> installed() throws IOException {
        if (!Files.isDirectory(INSTALLED)) {
            return List.of();
        }
        try (Stream<Path> homes = Files.list(INSTALLED)) {
            return homes.filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .sorted()
                    .toList();
        }
    }

    /** The feature version by the JDK's file {@code release}; 0 where it does not say. */
    private static int feature(Path home) {
        try {
            Matcher release = RELEASE.matcher(Files.readString(home.resolve("release")));
            return release.matches() ? Integer.parseInt(release.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
