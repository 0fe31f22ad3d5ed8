package dev.drawbridge.contracts.type;

import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.source.JsonReader;
import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.source.SourceNode;
import dev.drawbridge.contracts.source.SourceNode.MapNode;
import dev.drawbridge.contracts.source.SourceNode.Scalar;
import dev.drawbridge.contracts.type.ContractType.ObjectType;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a contract: a closed subset of JSON Schema 2020-12. */
@Internal
public final class ContractReader {
    public static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final Set<String> ROOT_KEYWORDS = Set.of("$schema", "$id");

    private final SourceFile file;

    private ContractReader(SourceFile file) {
        this.file = file;
    }

    /** The contract; null, with findings reported, if it cannot be understood at all. */
    public static @Nullable ContractSchema read(SourceFile file, String text) {
        SourceNode root = JsonReader.read(file, text);
        return root == null ? null : new ContractReader(file).contract(root);
    }

    private @Nullable ContractSchema contract(SourceNode root) {
        ContractType type = TypeReader.ofContract(file).read(root, ROOT_KEYWORDS);
        if (!(root instanceof MapNode block) || !(type instanceof ObjectType data) || data.nullable()) {
            file.report(
                    root.at(),
                    "the contract does not describe an object",
                    "the data of an event is one",
                    "Set \"type\": \"object\"");
            return null;
        }
        requireText(block, "$schema", DIALECT::equals, "Set it to \"" + DIALECT + "\"");
        String id = requireText(block, "$id", StringFormat.URI_ABSOLUTE::matches, "Give the contract an absolute URI");
        requireText(block, "title", text -> !text.isBlank(), "Say what the events are about");
        requireText(block, "description", text -> !text.isBlank(), "Say what the events are about");
        return new ContractSchema(id, data);
    }

    private String requireText(MapNode block, String key, Predicate<String> good, String todo) {
        SourceNode value = block.value(key);
        if (value instanceof Scalar scalar && scalar.isText() && good.test(scalar.text())) {
            return scalar.text();
        }
        file.report(
                value == null ? block.at() : value.at(),
                "\"" + key + "\" is " + (value == null ? "missing" : "not usable"),
                "a contract must be understood without its authors",
                todo);
        return "";
    }
}
