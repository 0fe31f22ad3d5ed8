package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The assembled folders hold what this build copied there, and nothing that an earlier build left. */
class DistributionIT {
    private static final Path DIST = Path.of(System.getProperty("drawbridge.dist"));
    private static final Path OLDEST = Path.of(System.getProperty("drawbridge.oldest-connect"));
    private static final Pattern VERSIONED = Pattern.compile("(.+?)-[0-9].*\\.(?:jar|zip)");

    @Test
    void noFolderHoldsAnArtifactTwice() throws IOException {
        Map<String, List<Path>> artifacts = artifacts();
        assertThat(artifacts)
                .containsKeys(
                        DIST + "/kafka/kafka-clients",
                        DIST + "/launcher/kafka-clients",
                        DIST + "/write-api/jdbi3-core",
                        DIST + "/plugins/es-sink/es-sink",
                        DIST + "/archives/elasticsearch",
                        OLDEST + "/kafka-clients");
        List<String> twice = new ArrayList<>();
        artifacts.forEach((artifact, files) -> {
            for (int i = 1; i < files.size(); i++) {
                if (haveAFileInCommon(files.get(i - 1), files.get(i))) {
                    twice.add(files.get(i - 1) + " and " + files.get(i).getFileName());
                }
            }
        });
        assertThat(twice).isEmpty();
    }

    /** By folder and name without version. Different groups may have artifacts of one name, as Jackson 2 and 3 do. */
    private static Map<String, List<Path>> artifacts() throws IOException {
        Map<String, List<Path>> artifacts = new TreeMap<>();
        for (Path root : List.of(DIST, OLDEST)) {
            try (Stream<Path> files = Files.walk(root)) {
                files.sorted().forEach(file -> {
                    Matcher name = VERSIONED.matcher(file.toString());
                    if (name.matches()) {
                        artifacts
                                .computeIfAbsent(name.group(1), key -> new ArrayList<>())
                                .add(file);
                    }
                });
            }
        }
        return artifacts;
    }

    private static boolean haveAFileInCommon(Path one, Path other) {
        return content(one).stream().anyMatch(content(other)::contains);
    }

    private static Set<String> content(Path archive) {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name ->
                            !name.startsWith("META-INF/") && !name.endsWith("/") && !name.contains("module-info"))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
