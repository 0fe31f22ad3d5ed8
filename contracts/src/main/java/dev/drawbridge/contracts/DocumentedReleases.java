package dev.drawbridge.contracts;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.contracts.docs.ConsumerDocuments;
import dev.drawbridge.contracts.release.ReleasedContracts.Release;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The releases that the documents for consumers refer to. They outlast the release itself: without them a context whose
 * releases were removed would look like one that has never released anything.
 *
 * @param documents the folder of the documents; it need not be there
 */
record DocumentedReleases(Path documents) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ASYNCAPI = ".asyncapi.json";

    /** Those that are not among the releases, as lines of a report; empty if nothing is missing. */
    List<String> missingFrom(List<Release> releases) {
        List<String> missing = new ArrayList<>();
        for (Path file : asyncApis()) {
            String shown = documents.getFileName() + "/" + file.getFileName();
            String name = file.getFileName().toString().replace(ASYNCAPI, "");
            String version = version(file);
            if (version.isEmpty()) {
                missing.add(shown + " does not say which release it was made from. Put it back, or remove it and run"
                        + " ./drawbridge contracts docs.");
            } else if (!version.equals(ConsumerDocuments.UNRELEASED)
                    && releases.stream().noneMatch(release -> release.is(name, version))) {
                missing.add(shown + " refers to release " + version + ", which is missing. Put " + name + "-" + version
                        + ".json and .topic.json back into released/.");
            }
        }
        return missing;
    }

    private List<Path> asyncApis() {
        if (!Files.isDirectory(documents)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(documents)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ASYNCAPI))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The version that a document gives; empty if it gives none. */
    private static String version(Path file) {
        try {
            return JSON.readTree(Files.readString(file))
                    .path("info")
                    .path("version")
                    .asText();
        } catch (IOException unreadable) { // broken JSON, too
            return "";
        }
    }
}
