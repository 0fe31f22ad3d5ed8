package dev.drawbridge.contracts.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.contracts.compile.CompiledContract;
import dev.drawbridge.contracts.compile.ContractCompiler;
import dev.drawbridge.contracts.mapping.ContractBundle;
import dev.drawbridge.contracts.release.ReleasedContracts.Release;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The documents for consumers: the open JSON Schema, an AsyncAPI 3 document, TypeScript types and a page for people. They are
 * made from the contract, the public event types, and what was released; the same input gives the same text.
 */
public final class ConsumerDocuments {
    /** The version of a document made before any release. */
    public static final String UNRELEASED = "0.0.0";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private ConsumerDocuments() {}

    /**
     * All documents, as text by file name.
     *
     * @param releases what was released of this contract, the oldest first
     * @throws dev.drawbridge.contracts.source.InvalidContractException if the bundle does not compile
     */
    public static Map<String, String> of(ContractBundle bundle, List<Release> releases) {
        CompiledContract contract = ContractCompiler.compile(bundle).orThrow();
        ObjectNode schema = read(bundle.text(contract.contractFile()).orElseThrow());
        String name = contract.contractFile().replaceAll("\\.schema\\.json$", "");
        JsonNode open = OpenSchema.of(schema);
        Map<String, String> documents = new TreeMap<>();
        documents.put(name + ".open.schema.json", open.toPrettyString() + "\n");
        documents.put(
                name + ".asyncapi.json",
                AsyncApi.of(contract, open, version(releases)).toPrettyString() + "\n");
        documents.put(name + ".d.ts", TypeScript.of(contract, schema));
        documents.put(name + ".html", CataloguePage.of(contract, schema, releases));
        return documents;
    }

    private static String version(List<Release> releases) {
        return releases.isEmpty()
                ? UNRELEASED
                : releases.get(releases.size() - 1).version();
    }

    private static ObjectNode read(String schema) {
        try {
            return (ObjectNode) JSON.readTree(schema);
        } catch (JsonProcessingException impossible) { // it has been compiled
            throw new IllegalArgumentException(impossible);
        }
    }
}
