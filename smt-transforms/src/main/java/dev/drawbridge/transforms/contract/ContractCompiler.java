package dev.drawbridge.transforms.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a mapping fills its contract: everything that is promised, nothing beyond it, nothing private. The build, the
 * command line and Kafka Connect's validation use this same compiler. Stateless.
 */
public final class ContractCompiler {
    private ContractCompiler() {}

    /** Compiles a bundle; never fails, but returns all findings at once. */
    public static Compilation compile(ContractBundle bundle) {
        SourceFile mappingFile = new SourceFile(ContractBundle.MAPPING);
        Optional<String> mappingText = bundle.text(ContractBundle.MAPPING);
        if (mappingText.isEmpty()) {
            mappingFile.report(
                    Position.START, "the file is missing", "nothing says what to publish", "Add it to the bundle");
            return new Compilation(null, mappingFile.findings());
        }
        Mapping mapping = MappingReader.read(mappingFile, mappingText.get());
        if (mapping == null) {
            return new Compilation(null, sorted(mappingFile));
        }
        rejectStrangers(bundle, mapping, mappingFile);
        SourceFile contractFile = new SourceFile(mapping.contract().text());
        Contract contract = contract(bundle, mapping, mappingFile, contractFile);
        PublicContract compiled = contract == null ? null : link(mapping, contract, mappingFile, bundle.hash());
        return new Compilation(compiled, sorted(mappingFile, contractFile));
    }

    private static @Nullable Contract contract(
            ContractBundle bundle, Mapping mapping, SourceFile mappingFile, SourceFile contractFile) {
        Optional<String> text = bundle.text(contractFile.name());
        if (text.isPresent()) {
            return ContractReader.read(contractFile, text.get());
        }
        if (!contractFile.name().isEmpty()) {
            mappingFile.report(
                    mapping.contract().at(),
                    "there is no file '" + contractFile.name() + "'",
                    "nothing may be published without a contract",
                    "Put it beside the mapping");
        }
        return null;
    }

    private static PublicContract link(Mapping mapping, Contract contract, SourceFile mappingFile, String hash) {
        mapping.extensions().stream()
                .map(column -> column.columnName())
                .filter(name -> mapping.privatePaths().covering(name).isPresent())
                .forEach(name -> mappingFile.report(
                        mapping.data().at(),
                        "extension '" + name + "' is private",
                        "private stays private",
                        "Take it out of 'extensions' or out of 'private'"));
        ObjectProjection projection =
                new ProjectionCompiler(mappingFile, mapping.privatePaths()).compile(contract.data(), mapping.data());
        return new PublicContract(mapping, contract, projection, hash);
    }

    private static void rejectStrangers(ContractBundle bundle, Mapping mapping, SourceFile mappingFile) {
        for (String name : bundle.fileNames()) {
            if (!name.equals(ContractBundle.MAPPING)
                    && !name.equals(mapping.contract().text())) {
                mappingFile.report(
                        mapping.contract().at(),
                        "nothing refers to the file '" + name + "' of the bundle",
                        "it may hold what somebody relies on",
                        "Remove it, or name it under 'contract'");
            }
        }
    }

    private static List<Finding> sorted(SourceFile... files) {
        List<Finding> all = new ArrayList<>();
        for (SourceFile file : files) {
            file.findings().stream()
                    .sorted(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column))
                    .forEach(all::add);
        }
        return all;
    }
}
