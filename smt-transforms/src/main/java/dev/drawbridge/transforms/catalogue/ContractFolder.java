package dev.drawbridge.transforms.catalogue;

import dev.drawbridge.transforms.contract.Compilation;
import dev.drawbridge.transforms.contract.ContractBundle;
import dev.drawbridge.transforms.contract.ContractChange;
import dev.drawbridge.transforms.contract.ContractComparison;
import dev.drawbridge.transforms.contract.ContractCompiler;
import dev.drawbridge.transforms.contract.ReleasedContracts;
import dev.drawbridge.transforms.contract.ReleasedContracts.Release;
import dev.drawbridge.transforms.contract.Verdict;
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

    /** The bundle that would be deployed. */
    public ContractBundle bundle() {
        return ContractBundle.load(folder);
    }

    /** What the compiler says of it. */
    public Compilation compilation() {
        return ContractCompiler.compile(bundle());
    }

    /** What was released of its contract. */
    public ReleasedContracts released() {
        return ReleasedContracts.beside(folder.resolve(contractFile()));
    }

    /** How the contract differs from its last release; nothing if none was released. */
    public Optional<ContractComparison> sinceRelease() {
        return released().last().map(last -> ContractComparison.of(last.text(), contract()));
    }

    /** The compatibility gate: what breaks a promise under an old name; empty if nothing does. */
    public List<String> brokenPromises() {
        List<String> broken = new ArrayList<>();
        List<Release> releases = new ArrayList<>(released().all());
        releases.add(new Release("the contract as it is", contract()));
        for (int i = 1; i < releases.size(); i++) {
            Release before = releases.get(i - 1);
            Release now = releases.get(i);
            for (ContractChange change :
                    ContractComparison.of(before.text(), now.text()).changes()) {
                if (change.verdict() == Verdict.MAJOR) {
                    broken.add(contractFile() + " breaks what " + before.version() + " promised (" + now.version()
                            + "): " + change + ". Publish the new shape under a new contract, type and topic.");
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

    /** Writes the documents for consumers anew, and returns the folder. */
    public Path writeDocuments() {
        Path documents = folder.resolve(DOCUMENTS);
        documents().forEach((name, text) -> write(documents.resolve(name), text));
        return documents;
    }

    /**
     * Keeps the contract as released, under the version that its changes ask for.
     *
     * @return the version; nothing if there is nothing new
     * @throws IllegalStateException if it breaks a promise
     */
    public Optional<String> release() {
        Verdict verdict = sinceRelease().map(ContractComparison::verdict).orElse(Verdict.MAJOR);
        if (verdict == Verdict.MAJOR && released().last().isPresent()) {
            throw new IllegalStateException(String.join("\n", brokenPromises()));
        }
        if (verdict == Verdict.NONE) {
            return Optional.empty();
        }
        String version = released().next(verdict);
        write(released().file(version), contract());
        return Optional.of(version);
    }

    private Map<String, String> documents() {
        return ConsumerDocuments.of(bundle(), released().all());
    }

    private String contractFile() {
        return compilation().orThrow().contractFile();
    }

    private String contract() {
        return bundle().text(contractFile()).orElseThrow();
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
