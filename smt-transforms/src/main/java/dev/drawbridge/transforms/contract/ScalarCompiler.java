package dev.drawbridge.transforms.contract;

import dev.drawbridge.transforms.contract.ContractType.Property;
import dev.drawbridge.transforms.contract.SourceNode.Block;
import dev.drawbridge.transforms.contract.SourceNode.Entry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles what fills a single value: an expression, and what becomes of it when there is no value. */
final class ScalarCompiler {
    private final SourceFile file;
    private final ExpressionCompiler expressions;

    ScalarCompiler(SourceFile file, ExpressionCompiler expressions) {
        this.file = file;
        this.expressions = expressions;
    }

    @Nullable
    Projection compile(Property property, ScalarType type, SourceNode node, Place place) {
        Expression expression = expressions.compile(withoutPolicies(node), type, place);
        if (expression == null) {
            return null;
        }
        AbsencePolicies policies = AbsencePolicies.read(
                file, node, property, place.contractPath(), expression.mayBeMissing(), expression.mayBeNull());
        return new ScalarProjection(place.contractPath(), expression.source(), type, policies);
    }

    private static SourceNode withoutPolicies(SourceNode node) {
        if (!(node instanceof Block block)) {
            return node;
        }
        Map<String, Entry> entries = new LinkedHashMap<>(block.entries());
        entries.keySet().removeAll(AbsencePolicies.KEYS);
        return new Block(entries, block.at());
    }
}
