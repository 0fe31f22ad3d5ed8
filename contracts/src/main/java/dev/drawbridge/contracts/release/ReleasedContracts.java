package dev.drawbridge.contracts.release;

import dev.drawbridge.contracts.source.InvalidContractException;
import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.source.SourcePosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The versions of a contract that have been released, kept beside it: {@code released/<name>-<major>.<minor>.<patch>.json} is the
 * contract, and {@code <name>-<version>.topic.json} what was promised of its topic. What was promised is never changed: a
 * release is two new files. Reading fails closed: what cannot be compared is refused. Hidden files, as editors leave them, are
 * ignored.
 *
 * @param folder where they lie
 * @param name the contract's file name without {@code .schema.json}
 */
public record ReleasedContracts(Path folder, String name) {
    private static final Pattern FILE = Pattern.compile("(.+)-(\\d{1,6}\\.\\d{1,6}\\.\\d{1,6})(\\.topic)?\\.json");

    /**
     * One release, or what would be the next.
     *
     * @param name the contract's name
     * @param version its version
     * @param text the contract
     * @param topic what else was promised
     */
    public record Release(String name, String version, String text, TopicContract topic) {
        /** Whether it is the one of that name and version. */
        public boolean is(String name, String version) {
            return this.name.equals(name) && this.version.equals(version);
        }

        int[] numbers() {
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

    /**
     * All releases in the folder, the oldest first; none if there is no such folder. A folder keeps one contract: a
     * release of another name is one that was renamed or removed, and is compared like any other.
     *
     * @throws InvalidContractException if something in the folder cannot be read, is no release, or is half of one
     */
    public List<Release> all() {
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        return files().stream()
                .map(this::parts)
                .map(parts -> parts.group(1) + "-" + parts.group(2))
                .distinct()
                .map(this::release)
                .sorted(Comparator.comparing(Release::name).thenComparing(Release::numbers, Arrays::compare))
                .toList();
    }

    /** The last release, if there is one. */
    public Optional<Release> last() {
        List<Release> releases = all();
        return releases.isEmpty() ? Optional.empty() : Optional.of(releases.get(releases.size() - 1));
    }

    /** The version that a change of the last release is to be released as. */
    public String next(ReleaseImpact impact) {
        int[] last = last().map(Release::numbers).orElse(new int[] {0, 9, 9});
        return switch (impact) {
            case MAJOR -> (last[0] + 1) + ".0.0";
            case MINOR -> last[0] + "." + (last[1] + 1) + ".0";
            case PATCH, NONE -> last[0] + "." + last[1] + "." + (last[2] + (impact == ReleaseImpact.PATCH ? 1 : 0));
        };
    }

    /** The file of a version's contract. */
    public Path file(String version) {
        return folder.resolve(name + "-" + version + ".json");
    }

    /** The file of what a version promises of its topic. */
    public Path topicFile(String version) {
        return folder.resolve(name + "-" + version + ".topic.json");
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            throw unusable("", "not a folder that can be read", "Make it one");
        }
    }

    private Release release(String named) {
        Path file = folder.resolve(named + ".json");
        Path topicFile = folder.resolve(named + ".topic.json");
        Matcher parts = parts(file);
        TopicContract topic = new TopicContractReader(
                        new SourceFile(folder.getFileName() + "/" + topicFile.getFileName()))
                .read(text(topicFile));
        return new Release(parts.group(1), parts.group(2), text(file), topic);
    }

    private Matcher parts(Path file) {
        Matcher parts = FILE.matcher(file.getFileName().toString());
        if (!parts.matches()) {
            throw unusable(
                    "/" + file.getFileName(),
                    "not a release",
                    "Name it <contract>-<major>.<minor>.<patch>.json, or remove it");
        }
        return parts;
    }

    private String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw unusable(
                    "/" + file.getFileName(),
                    Files.exists(file) ? "not a file of UTF-8 text that can be read" : "there is no such file",
                    "Put it back as it was released; connect-config/README.md shows one");
        }
    }

    private InvalidContractException unusable(String file, String what, String todo) {
        SourceFile unusable = new SourceFile(folder.getFileName() + file);
        unusable.report(SourcePosition.START, what, "what was promised has to be known to be kept", todo);
        return new InvalidContractException(unusable.findings());
    }
}
