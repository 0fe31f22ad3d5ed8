package dev.drawbridge.contracts.release;

import dev.drawbridge.contracts.release.ReleasedContracts.Release;
import dev.drawbridge.contracts.source.InvalidContractException;
import dev.drawbridge.contracts.source.Position;
import dev.drawbridge.contracts.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a folder of releases. It fails closed: what cannot be compared is refused, as it would otherwise pass. Hidden files,
 * as editors leave them, are not looked at.
 *
 * @param folder where the releases lie; if there is nothing of this name, nothing has been released
 */
record ReleaseFolder(Path folder) {
    private static final Pattern FILE = Pattern.compile("(.+)-(\\d{1,6}\\.\\d{1,6}\\.\\d{1,6})(\\.topic)?\\.json");

    /**
     * All releases, the oldest first.
     *
     * @throws InvalidContractException if something cannot be read, is no release, or is half of one
     */
    List<Release> releases() {
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
        TopicPromise topic = new TopicPromiseReader(
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
        unusable.report(Position.START, what, "what was promised has to be known to be kept", todo);
        return new InvalidContractException(unusable.findings());
    }
}
