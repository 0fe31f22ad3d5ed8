package dev.drawbridge.transforms.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The versions of a contract that have been released, kept beside it as {@code released/<name>-<major>.<minor>.<patch>.json}.
 * What was promised is never changed: a release is a new file.
 *
 * @param folder where they lie
 * @param name the contract's file name without {@code .schema.json}
 */
public record ReleasedContracts(Path folder, String name) {
    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})");

    /** One release. */
    public record Release(String version, String text) {
        private int[] numbers() {
            return Pattern.compile("\\.")
                    .splitAsStream(version)
                    .mapToInt(Integer::parseInt)
                    .toArray();
        }
    }

    /** Those beside a contract file. */
    public static ReleasedContracts beside(Path contractFile) {
        String file = contractFile.getFileName().toString();
        return new ReleasedContracts(contractFile.resolveSibling("released"), file.replaceAll("\\.schema\\.json$", ""));
    }

    /** All releases, the oldest first. */
    public List<Release> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Release> releases = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                version(file).ifPresent(version -> releases.add(new Release(version, text(file))));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        releases.sort(Comparator.comparing(Release::numbers, java.util.Arrays::compare));
        return releases;
    }

    /** The last release, if there is one. */
    public Optional<Release> last() {
        List<Release> releases = all();
        return releases.isEmpty() ? Optional.empty() : Optional.of(releases.get(releases.size() - 1));
    }

    /** The version that a change of the last release is to be released as. */
    public String next(Verdict verdict) {
        int[] last = last().map(Release::numbers).orElse(new int[] {0, 9, 9});
        return switch (verdict) {
            case MAJOR -> (last[0] + 1) + ".0.0";
            case MINOR -> last[0] + "." + (last[1] + 1) + ".0";
            case PATCH, NONE -> last[0] + "." + last[1] + "." + (last[2] + (verdict == Verdict.PATCH ? 1 : 0));
        };
    }

    /** The file of a version. */
    public Path file(String version) {
        return folder.resolve(name + "-" + version + ".json");
    }

    private Optional<String> version(Path file) {
        String fileName = file.getFileName().toString();
        if (!fileName.startsWith(name + "-") || !fileName.endsWith(".json")) {
            return Optional.empty();
        }
        String version = fileName.substring(name.length() + 1, fileName.length() - ".json".length());
        return VERSION.matcher(version).matches() ? Optional.of(version) : Optional.empty();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
