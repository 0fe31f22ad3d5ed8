package dev.drawbridge.contracts.compile;

import dev.drawbridge.contracts.mapping.ContractBundle;
import dev.drawbridge.contracts.mapping.Mapping;
import dev.drawbridge.contracts.mapping.MappingReader;
import dev.drawbridge.contracts.source.Finding;
import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.source.SourceNode.Scalar;
import dev.drawbridge.contracts.source.SourcePosition;
import dev.drawbridge.contracts.text.LogSafeName;
import dev.drawbridge.contracts.type.ContractReader;
import dev.drawbridge.contracts.type.ContractSchema;
import dev.drawbridge.contracts.type.PayloadSchema;
import dev.drawbridge.contracts.type.PayloadSchemaReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a mapping fills its contract: everything that is promised, nothing beyond it, nothing private, and nothing of
 * the payload forgotten. The build, the command line and Kafka Connect's validation use this same compiler. Stateless.
 */
public final class ContractCompiler {
    private ContractCompiler() {}

    /** Compiles a bundle; never fails, but returns all findings. */
    public static CompilationResult compile(ContractBundle bundle) {
        SourceFile mappingFile = new SourceFile(ContractBundle.MAPPING);
        Optional<String> mappingText = bundle.text(ContractBundle.MAPPING);
        if (mappingText.isEmpty()) {
            mappingFile.report(
                    SourcePosition.START,
                    "the file is missing",
                    "nothing says what to publish",
                    "Add it to the bundle");
            return new CompilationResult(null, mappingFile.findings());
        }
        Mapping mapping = MappingReader.read(mappingFile, mappingText.get());
        if (mapping == null) {
            return new CompilationResult(null, sorted(mappingFile));
        }
        rejectUnreferencedFiles(bundle, mapping, mappingFile);
        SourceFile contractFile = new SourceFile(mapping.contract().text());
        SourceFile payloadFile = new SourceFile(mapping.payload().text());
        String contractText = text(bundle, mapping.contract(), mappingFile);
        String payloadText = text(bundle, mapping.payload(), mappingFile);
        ContractSchema contract = contractText == null ? null : ContractReader.read(contractFile, contractText);
        PayloadSchema payload = payloadText == null ? null : new PayloadSchemaReader(payloadFile).read(payloadText);
        CompiledContract compiled = contract == null
                ? null
                : new MappingLinker(mapping, mappingFile, payload, payloadFile).link(contract, bundle.hash());
        return new CompilationResult(payload == null ? null : compiled, sorted(mappingFile, contractFile, payloadFile));
    }

    private static @Nullable String text(ContractBundle bundle, Scalar named, SourceFile mappingFile) {
        Optional<String> text = bundle.text(named.text());
        if (text.isEmpty() && !named.text().isEmpty()) {
            mappingFile.report(
                    named.at(),
                    "there is no file " + LogSafeName.quoteName(named.text()),
                    "nothing may be published without it",
                    "Put it beside the mapping");
        }
        return text.orElse(null);
    }

    private static void rejectUnreferencedFiles(ContractBundle bundle, Mapping mapping, SourceFile mappingFile) {
        for (String name : bundle.fileNames()) {
            if (!name.equals(ContractBundle.MAPPING)
                    && !name.equals(mapping.contract().text())
                    && !name.equals(mapping.payload().text())) {
                mappingFile.report(
                        mapping.contract().at(),
                        "nothing refers to the file " + LogSafeName.quoteName(name) + " of the bundle",
                        "it may hold what somebody relies on",
                        "Remove it, or name it under 'contract' or 'payload'");
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
