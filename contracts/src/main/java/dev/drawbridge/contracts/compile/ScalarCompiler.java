package dev.drawbridge.contracts.compile;

import dev.drawbridge.contracts.projection.AbsencePolicy;
import dev.drawbridge.contracts.projection.Projection;
import dev.drawbridge.contracts.projection.ScalarProjection;
import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.source.SourceNode;
import dev.drawbridge.contracts.source.SourceNode.Block;
import dev.drawbridge.contracts.source.SourceNode.Entry;
import dev.drawbridge.contracts.type.ContractType.Property;
import dev.drawbridge.contracts.type.ScalarType;
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
        AbsencePolicy absence = new AbsencePolicyReader(file, node, property, place.contractPath())
                .read(expression.mayBeMissing(), expression.mayBeNull());
        return new ScalarProjection(place.contractPath(), expression.source(), type, absence);
    }

    private static SourceNode withoutPolicies(SourceNode node) {
        if (!(node instanceof Block block)) {
            return node;
        }
        Map<String, Entry> entries = new LinkedHashMap<>(block.entries());
        entries.keySet().removeAll(AbsencePolicyReader.KEYS);
        return new Block(entries, block.at());
    }
}
