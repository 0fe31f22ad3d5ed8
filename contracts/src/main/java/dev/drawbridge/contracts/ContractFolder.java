package dev.drawbridge.contracts;

import dev.drawbridge.contracts.compile.CompilationResult;
import dev.drawbridge.contracts.compile.ContractCompiler;
import dev.drawbridge.contracts.docs.ConsumerDocuments;
import dev.drawbridge.contracts.mapping.ContractBundle;
import dev.drawbridge.contracts.release.ContractChange;
import dev.drawbridge.contracts.release.ContractComparison;
import dev.drawbridge.contracts.release.ReleaseImpact;
import dev.drawbridge.contracts.release.ReleasedContracts;
import dev.drawbridge.contracts.release.ReleasedContracts.Release;
import dev.drawbridge.contracts.release.TopicContract;
import dev.drawbridge.contracts.source.InvalidContractException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The folder of a context as it lies in a repository: mapping, contract, payload schema, what was released, and the documents
 * for consumers. Reads the files at each call.
 *
 * @param folder where {@code mapping.yaml} lies
 */
public record ContractFolder(Path folder) {
    private static final String DOCUMENTS = "consumers";
    private static final String REMEDY =
            "Publish the new shape under a new contract, type and topic, in a context beside this one.";

    /** The bundle that would be deployed. */
    public ContractBundle bundle() {
        return ContractBundle.load(folder);
    }

    /** What the compiler says of it. */
    public CompilationResult compilation() {
        return ContractCompiler.compile(bundle());
    }

    /** What was released of its contract. */
    public ReleasedContracts released() {
        return ReleasedContracts.beside(folder.resolve(contractFile()));
    }

    /**
     * How the contract and its topic differ from the last release; nothing if none was released.
     *
     * @throws IllegalStateException if documents refer to a missing release
     * @throws InvalidContractException if what was released cannot be read
     */
    public Optional<ContractComparison> sinceRelease() {
        refuse(missingReleases());
        return released().last().map(last -> ContractComparison.of(last, current()));
    }

    /**
     * The compatibility gate: what breaks a promise under an old name, and which releases are documented but missing, so that they cannot be
     * compared; empty if nothing is.
     *
     * @throws InvalidContractException if what was released cannot be read
     */
    public List<String> incompatibilities() {
        List<String> broken = new ArrayList<>(missingReleases());
        List<Release> releases = new ArrayList<>(released().all());
        releases.add(current());
        for (int i = 1; i < releases.size(); i++) {
            Release before = releases.get(i - 1);
            Release now = releases.get(i);
            for (ContractChange change : ContractComparison.of(before, now).changes()) {
                if (change.impact() == ReleaseImpact.MAJOR) {
                    broken.add(contractFile() + " breaks what " + before.version() + " promised (" + now.version()
                            + "): " + change + ". " + REMEDY);
                }
            }
        }
        return broken;
    }

    /** The documents for consumers that are missing or not those of the contract. */
    public List<String> staleDocuments() {
        List<String> stale = new ArrayList<>();
        documents().forEach((name, text) -> {
            Path file = folder.resolve(DOCUMENTS).resolve(name);
            if (!Files.isRegularFile(file) || !read(file).equals(text)) {
                stale.add(DOCUMENTS + "/" + name);
            }
        });
        return stale;
    }

    /**
     * Writes the documents for consumers, and returns the folder.
     *
     * @throws IllegalStateException if they refer to a missing release: no other file would show that it existed
     */
    public Path writeDocuments() {
        refuse(missingReleases());
        Path documents = folder.resolve(DOCUMENTS);
        documents().forEach((name, text) -> write(documents.resolve(name), text));
        return documents;
    }

    /**
     * Keeps the contract and what it promises of its topic as released, under the version that its changes ask for.
     *
     * @return the version; nothing if there is nothing new
     * @throws IllegalStateException if it breaks a promise
     * @throws InvalidContractException if what was released cannot be read
     */
    public Optional<String> release() {
        refuse(incompatibilities());
        ReleaseImpact impact = sinceRelease().map(ContractComparison::impact).orElse(ReleaseImpact.MAJOR);
        if (impact == ReleaseImpact.NONE) {
            return Optional.empty();
        }
        String version = released().next(impact);
        write(released().topicFile(version), current().topic().text());
        write(released().file(version), current().text());
        return Optional.of(version);
    }

    private Map<String, String> documents() {
        return ConsumerDocuments.of(bundle(), released().all());
    }

    private List<String> missingReleases() {
        return new DocumentedReleases(folder.resolve(DOCUMENTS))
                .missingFrom(released().all());
    }

    private Release current() {
        return new Release(
                released().name(),
                "the contract as it is",
                contract(),
                TopicContract.of(compilation().orThrow()));
    }

    private String contractFile() {
        return compilation().orThrow().contractFile();
    }

    private String contract() {
        return bundle().text(contractFile()).orElseThrow();
    }

    private static void refuse(List<String> reasons) {
        if (!reasons.isEmpty()) {
            throw new IllegalStateException(String.join("\n", reasons));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
