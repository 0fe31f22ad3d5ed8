package dev.drawbridge.contracts.compile;

import dev.drawbridge.contracts.projection.Conversion;
import dev.drawbridge.contracts.projection.InstantFormat;
import dev.drawbridge.contracts.projection.ValueSource;
import dev.drawbridge.contracts.source.SourceNode;
import dev.drawbridge.contracts.source.SourceNode.MapNode;
import dev.drawbridge.contracts.source.SourceNode.Scalar;
import dev.drawbridge.contracts.source.SourceNode.ScalarKind;
import dev.drawbridge.contracts.source.SourceNode.Sequence;
import dev.drawbridge.contracts.type.ScalarType;
import dev.drawbridge.contracts.type.StringFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles the expressions that fill single values, and proves that each gives values of the type that is expected. */
final class ExpressionCompiler {
    private static final Map<String, Set<String>> OPERATIONS = Map.of(
            "path", Set.of("path", "values", "format"),
            "constant", Set.of("constant"),
            "coalesce", Set.of("coalesce"),
            "concat", Set.of("concat", "separator"),
            "instant", Set.of("instant", "format", "zone"),
            "hmac", Set.of("hmac"));
    private static final String GRAMMAR = "Write a path or column, or a map with one of path (and values or format),"
            + " constant, coalesce, concat (and separator), instant (and format, zone), hmac";

    private final PathCompiler paths;
    private final ReadCompiler reads;

    ExpressionCompiler(PathCompiler paths, TranslationCompiler translations) {
        this.paths = paths;
        this.reads = new ReadCompiler(paths, translations);
    }

    /**
     * The expression; null, with findings reported, if it is none.
     *
     * @param expected what it has to give
     */
    @Nullable
    Expression compile(SourceNode node, ExpectedType expected, MappingContext context) {
        if (node instanceof Scalar scalar) {
            Expression made = paths.compile(scalar, expected, context);
            if (made != null && expected.copies()) {
                paths.recordCopy(scalar, context);
            }
            return check(made, node, expected, context);
        }
        Optional<String> operation = node instanceof MapNode block ? operation(block) : Optional.empty();
        if (!(node instanceof MapNode block) || operation.isEmpty()) {
            report(node, context, expected.describe(), GRAMMAR);
            return null;
        }
        return check(compile(operation.get(), block, expected, context), node, expected, context);
    }

    private static Optional<String> operation(MapNode block) {
        Set<String> keys = block.entries().keySet();
        return OPERATIONS.entrySet().stream()
                .filter(operation -> keys.contains(operation.getKey())
                        && operation.getValue().containsAll(keys))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private @Nullable Expression compile(
            String operation, MapNode block, ExpectedType expected, MappingContext context) {
        SourceNode operand = block.value(operation);
        return switch (operation) {
            case "constant" -> constant(operand, context);
            case "coalesce" -> coalesce(operand, expected, context);
            case "concat" -> concat(operand, block.value("separator"), context);
            case "instant" -> instant(operand, block, context);
            case "hmac" -> hmac(operand, context);
            default -> reads.compile(operand, block, expected, context);
        };
    }

    private @Nullable Expression constant(@Nullable SourceNode operand, MappingContext context) {
        if (!(operand instanceof Scalar scalar) || scalar.kind() == ScalarKind.NULL) {
            report(operand, context, "a constant is one value", "Write a text, number or boolean");
            return null;
        }
        return new Expression(new ValueSource.Constant(Literal.json(scalar)), Literal.type(scalar), false, false);
    }

    private @Nullable Expression coalesce(@Nullable SourceNode operand, ExpectedType expected, MappingContext context) {
        List<Expression> parts = parts(operand, expected.alternative(), context, 2);
        if (parts == null) {
            return null;
        }
        boolean mayBeMissing = parts.stream().allMatch(Expression::mayBeAbsent);
        return new Expression(
                new ValueSource.Coalesce(parts.stream().map(Expression::source).toList()),
                expected.typeOfAlternatives(parts.get(0).type()),
                mayBeMissing,
                false);
    }

    private @Nullable Expression concat(
            @Nullable SourceNode operand, @Nullable SourceNode separator, MappingContext context) {
        List<Expression> parts = parts(operand, ExpectedType.TEXT_OR_INTEGER, context, 2);
        if (separator != null && !(separator instanceof Scalar text && text.isText())) {
            report(separator, context, "a separator is text", "Quote it");
            return null;
        }
        if (parts == null) {
            return null;
        }
        return new Expression(
                new ValueSource.Concat(
                        parts.stream().map(Expression::source).toList(),
                        separator instanceof Scalar text ? text.text() : "",
                        context.contractPath()),
                ScalarType.STRING,
                parts.stream().anyMatch(Expression::mayBeAbsent),
                false);
    }

    private @Nullable List<Expression> parts(
            @Nullable SourceNode operand, ExpectedType expected, MappingContext context, int least) {
        List<SourceNode> items = operand instanceof Sequence sequence ? sequence.items() : List.of();
        if (items.size() < least) {
            report(operand, context, "it is made of several", "Write a list of at least " + least + " expressions");
            return null;
        }
        List<Expression> parts = new ArrayList<>();
        for (SourceNode item : items) {
            Expression part = compile(item, expected, context);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts.size() == items.size() ? parts : null;
    }

    private @Nullable Expression instant(@Nullable SourceNode operand, MapNode block, MappingContext context) {
        if (operand == null) {
            return null;
        }
        Expression source = compile(operand, ExpectedType.INSTANT, context);
        String zone = block.value("zone") instanceof Scalar text ? text.text() : "UTC";
        Optional<InstantFormat> format =
                block.value("format") instanceof Scalar text ? InstantFormat.of(text.text(), zone) : Optional.empty();
        if (format.isEmpty()) {
            report(
                    block,
                    context,
                    "an instant needs a notation",
                    "Give 'format' date, date-time or a pattern such as yyyy-MM, and a 'zone' such as Europe/Berlin");
            return null;
        }
        StringFormat result = format.get().format();
        return source == null
                ? null
                : new Expression(
                        new ValueSource.Converted(
                                source.source(), new Conversion.Notation(format.get()), context.contractPath()),
                        result == null ? ScalarType.STRING : ScalarType.string(result),
                        source.mayBeMissing(),
                        source.mayBeNull());
    }

    private @Nullable Expression hmac(@Nullable SourceNode operand, MappingContext context) {
        Expression source = operand == null ? null : compile(operand, ExpectedType.TEXT_OR_INTEGER, context);
        return source == null
                ? null
                : new Expression(
                        new ValueSource.Converted(source.source(), new Conversion.Pseudonym(), context.contractPath()),
                        ScalarType.STRING,
                        source.mayBeMissing(),
                        source.mayBeNull());
    }

    private @Nullable Expression check(
            @Nullable Expression made, SourceNode node, ExpectedType expected, MappingContext context) {
        if (made == null || expected.accepts(made.type())) {
            return made;
        }
        report(
                node,
                context,
                expected.describe() + ", and this is " + made.type().describe(),
                "Read something of that type, translate it with 'values', require a 'format', or correct the payload's"
                        + " schema");
        return null;
    }

    private void report(@Nullable SourceNode node, MappingContext context, String why, String todo) {
        paths.report(node, context, why, todo);
    }
}
