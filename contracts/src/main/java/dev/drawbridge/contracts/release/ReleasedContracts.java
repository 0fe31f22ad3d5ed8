package dev.drawbridge.contracts.release;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The versions of a contract that have been released, kept beside it: {@code released/<name>-<major>.<minor>.<patch>.json} is the
 * contract, and {@code <name>-<version>.topic.json} what was promised of its topic. What was promised is never changed: a
 * release is two new files.
 *
 * @param folder where they lie
 * @param name the contract's file name without {@code .schema.json}
 */
public record ReleasedContracts(Path folder, String name) {

    /**
     * One release, or what would be the next.
     *
     * @param name the contract's name
     * @param version its version
     * @param text the contract
     * @param topic what else was promised
     */
    public record Release(String name, String version, String text, TopicPromise topic) {
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
        return new ReleaseFolder(folder).releases();
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

    /** The file of a version's contract. */
    public Path file(String version) {
        return folder.resolve(name + "-" + version + ".json");
    }

    /** The file of what a version promises of its topic. */
    public Path topicFile(String version) {
        return folder.resolve(name + "-" + version + ".topic.json");
    }
}
