package dev.drawbridge.contracts.compile;

import dev.drawbridge.contracts.mapping.ContractBundle;
import dev.drawbridge.contracts.mapping.Mapping;
import dev.drawbridge.contracts.outbox.OutboxColumn;
import dev.drawbridge.contracts.projection.ObjectProjection;
import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.source.SourceNode.Entry;
import dev.drawbridge.contracts.text.LogSafeName;
import dev.drawbridge.contracts.type.ContractSchema;
import dev.drawbridge.contracts.type.ContractType.InvalidType;
import dev.drawbridge.contracts.type.PayloadPath;
import dev.drawbridge.contracts.type.PayloadSchema;
import dev.drawbridge.contracts.type.PayloadSchemaReader;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Links a mapping to its contract and to the payload's schema, and proves that nothing is forgotten between them. */
final class MappingLinker {
    private static final int MIRROR_LEAVES = 5;
    private static final double MIRROR_SHARE = 0.8;

    private final Mapping mapping;
    private final SourceFile mappingFile;
    private final @Nullable PayloadSchema payload;
    private final SourceFile payloadFile;
    private final PathUsage read = new PathUsage();

    /**
     * @param payload null if it could not be read, which has been reported
     */
    MappingLinker(Mapping mapping, SourceFile mappingFile, @Nullable PayloadSchema payload, SourceFile payloadFile) {
        this.mapping = mapping;
        this.mappingFile = mappingFile;
        this.payload = payload;
        this.payloadFile = payloadFile;
    }

    CompiledContract link(ContractSchema contract, String hash) {
        rejectPrivateExtensions();
        PathCompiler paths = new PathCompiler(mappingFile, mapping.privatePaths(), read);
        TranslationCompiler translations = new TranslationCompiler(mappingFile, paths, columnValues());
        ExpressionCompiler expressions = new ExpressionCompiler(paths, translations);
        ObjectProjection projection = new ProjectionCompiler(mappingFile, paths, expressions)
                .compile(contract.data(), mapping.data(), payload == null ? new InvalidType() : payload.type());
        if (payload != null) {
            requireDecisions(payload);
            requireKnownPrivatePaths(payload);
            compareEventTypes(payload);
            warnOfMirror(payload);
        }
        return new CompiledContract(mapping, contract, projection, hash);
    }

    private Map<OutboxColumn, Set<String>> columnValues() {
        return Map.of(
                OutboxColumn.TYPE,
                mapping.types().entrySet().stream()
                        .filter(type -> !type.getValue().erasure())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()),
                OutboxColumn.PAYLOADVERSION,
                mapping.payloadVersions().stream().map(String::valueOf).collect(Collectors.toSet()),
                OutboxColumn.AGGREGATETYPE,
                Set.of(mapping.aggregatetype()));
    }

    private void rejectPrivateExtensions() {
        mapping.extensions().stream()
                .map(OutboxColumn::columnName)
                .filter(name -> mapping.privatePaths().covering(name).isPresent())
                .forEach(name -> mappingFile.report(
                        mapping.data().at(),
                        "extension " + LogSafeName.quoteName(name) + " is private",
                        "private stays private",
                        "Take it out of 'extensions' or out of 'private'"));
    }

    /** Totality: somebody has decided about each path of the payload. */
    private void requireDecisions(PayloadSchema schema) {
        if (mapping.data().entries().isEmpty()) {
            return; // that has been reported, and all would be undecided
        }
        schema.leaves().forEach((path, at) -> {
            if (!read.covers(path) && mapping.privatePaths().covering(path).isEmpty()) {
                payloadFile.report(
                        at,
                        LogSafeName.quoteName(path) + " is neither mapped nor private",
                        "nobody has decided whether it is public",
                        "Map it, or list it under 'private' in " + ContractBundle.MAPPING);
            }
        });
    }

    private void requireKnownPrivatePaths(PayloadSchema schema) {
        mapping.privatePaths().paths().forEach((path, at) -> {
            if (PayloadPath.isPayloadPath(path) && !schema.knows(path)) {
                mappingFile.report(
                        at,
                        "private path " + LogSafeName.quoteName(path) + " is not in the payload's schema",
                        "it protects nothing",
                        "Correct it, or remove it");
            }
        });
    }

    private void compareEventTypes(PayloadSchema schema) {
        schema.eventTypes().forEach((type, at) -> {
            if (!mapping.types().containsKey(type)) {
                payloadFile.report(
                        at,
                        "event type " + LogSafeName.quoteName(type) + " has no public type",
                        "the first such event would be refused",
                        "Map it under 'types' in " + ContractBundle.MAPPING + ", to a neutral type if it means nothing"
                                + " in public");
            }
        });
        for (Entry entry : new TreeMap<>(mapping.typesAt().entries()).values()) {
            if (mapping.types().containsKey(entry.key()) && !schema.eventTypes().containsKey(entry.key())) {
                mappingFile.report(
                        entry.at(),
                        "event type " + LogSafeName.quoteName(entry.key()) + " is not in the payload's schema",
                        "the write side never writes it",
                        "Correct it, or add it to \"" + PayloadSchemaReader.EVENT_TYPES + "\" in the schema");
            }
        }
    }

    private void warnOfMirror(PayloadSchema schema) {
        Set<String> leaves = schema.leaves().keySet().stream()
                .filter(path -> path.startsWith("state."))
                .collect(Collectors.toSet());
        long mirrored = leaves.stream().filter(read::isMirrored).count();
        if (leaves.size() >= MIRROR_LEAVES && mirrored >= leaves.size() * MIRROR_SHARE) {
            mappingFile.warn(
                    mapping.data().at(),
                    "the contract mirrors the write model: " + mirrored + " of " + leaves.size()
                            + " internal fields are published under their own names",
                    "every change of the write model would become everybody's change",
                    "Publish what consumers need, in their words");
        }
    }
}
