package dev.drawbridge.contracts.compile;

import dev.drawbridge.contracts.projection.Conversion;
import dev.drawbridge.contracts.projection.InstantFormat;
import dev.drawbridge.contracts.projection.ValueSource;
import dev.drawbridge.contracts.source.SourceNode;
import dev.drawbridge.contracts.source.SourceNode.Block;
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

/** Compiles the expressions that fill single values, and proves that each gives values of the type that is wanted. */
final class ExpressionCompiler {
    private static final Map<String, Set<String>> OPERATIONS = Map.of(
            "path", Set.of("path", "values", "format"),
            "constant", Set.of("constant"),
            "coalesce", Set.of("coalesce"),
            "concat", Set.of("concat", "separator"),
            "instant", Set.of("instant", "format", "zone"),
            "hmac", Set.of("hmac"));
    static final String GRAMMAR = "Write a path or column, or a map with one of path (and values or format),"
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
     * @param wanted what it has to give
     */
    @Nullable
    Expression compile(SourceNode node, Wanted wanted, Place place) {
        if (node instanceof Scalar scalar) {
            Expression made = paths.compile(scalar, wanted, place);
            if (made != null && wanted.copies()) {
                paths.noteCopy(scalar, place);
            }
            return check(made, node, wanted, place);
        }
        Optional<String> operation = node instanceof Block block ? operation(block) : Optional.empty();
        if (!(node instanceof Block block) || operation.isEmpty()) {
            report(node, place, wanted.describe(), GRAMMAR);
            return null;
        }
        return check(compile(operation.get(), block, wanted, place), node, wanted, place);
    }

    /** An expression that gives what a contract promises. */
    @Nullable
    Expression compile(SourceNode node, ScalarType type, Place place) {
        return compile(node, Wanted.of(type), place);
    }

    private static Optional<String> operation(Block block) {
        Set<String> keys = block.entries().keySet();
        return OPERATIONS.entrySet().stream()
                .filter(operation -> keys.contains(operation.getKey())
                        && operation.getValue().containsAll(keys))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private @Nullable Expression compile(String operation, Block block, Wanted wanted, Place place) {
        SourceNode operand = block.value(operation);
        return switch (operation) {
            case "constant" -> constant(operand, place);
            case "coalesce" -> coalesce(operand, wanted, place);
            case "concat" -> concat(operand, block.value("separator"), place);
            case "instant" -> instant(operand, block, place);
            case "hmac" -> hmac(operand, place);
            default -> reads.compile(operand, block, wanted, place);
        };
    }

    private @Nullable Expression constant(@Nullable SourceNode operand, Place place) {
        if (!(operand instanceof Scalar scalar) || scalar.kind() == ScalarKind.NULL) {
            report(operand, place, "a constant is one value", "Write a text, number or boolean");
            return null;
        }
        return new Expression(new ValueSource.Constant(Literal.json(scalar)), Literal.type(scalar), false, false);
    }

    private @Nullable Expression coalesce(@Nullable SourceNode operand, Wanted wanted, Place place) {
        List<Expression> parts = parts(operand, wanted.alternative(), place, 2);
        if (parts == null) {
            return null;
        }
        boolean mayBeMissing = parts.stream().allMatch(Expression::mayBeAbsent);
        return new Expression(
                new ValueSource.Coalesce(parts.stream().map(Expression::source).toList()),
                wanted.typeOfAlternatives(parts.get(0).type()),
                mayBeMissing,
                false);
    }

    private @Nullable Expression concat(@Nullable SourceNode operand, @Nullable SourceNode separator, Place place) {
        List<Expression> parts = parts(operand, Wanted.TEXT_OR_INTEGER, place, 2);
        if (separator != null && !(separator instanceof Scalar text && text.isText())) {
            report(separator, place, "a separator is text", "Quote it");
            return null;
        }
        if (parts == null) {
            return null;
        }
        return new Expression(
                new ValueSource.Concat(
                        parts.stream().map(Expression::source).toList(),
                        separator instanceof Scalar text ? text.text() : "",
                        place.contractPath()),
                ScalarType.STRING,
                parts.stream().anyMatch(Expression::mayBeAbsent),
                false);
    }

    private @Nullable List<Expression> parts(@Nullable SourceNode operand, Wanted wanted, Place place, int least) {
        List<SourceNode> items = operand instanceof Sequence sequence ? sequence.items() : List.of();
        if (items.size() < least) {
            report(operand, place, "it is made of several", "Write a list of at least " + least + " expressions");
            return null;
        }
        List<Expression> parts = new ArrayList<>();
        for (SourceNode item : items) {
            Expression part = compile(item, wanted, place);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts.size() == items.size() ? parts : null;
    }

    private @Nullable Expression instant(@Nullable SourceNode operand, Block block, Place place) {
        if (operand == null) {
            return null;
        }
        Expression source = compile(operand, Wanted.INSTANT, place);
        String zone = block.value("zone") instanceof Scalar text ? text.text() : "UTC";
        Optional<InstantFormat> format =
                block.value("format") instanceof Scalar text ? InstantFormat.of(text.text(), zone) : Optional.empty();
        if (format.isEmpty()) {
            report(
                    block,
                    place,
                    "an instant needs a notation",
                    "Give 'format' date, date-time or a pattern such as yyyy-MM, and a 'zone' such as Europe/Berlin");
            return null;
        }
        StringFormat result = format.get().format();
        return source == null
                ? null
                : new Expression(
                        new ValueSource.Converted(
                                source.source(), new Conversion.Notation(format.get()), place.contractPath()),
                        result == null ? ScalarType.STRING : ScalarType.string(result),
                        source.mayBeMissing(),
                        source.mayBeNull());
    }

    private @Nullable Expression hmac(@Nullable SourceNode operand, Place place) {
        Expression source = operand == null ? null : compile(operand, Wanted.TEXT_OR_INTEGER, place);
        return source == null
                ? null
                : new Expression(
                        new ValueSource.Converted(source.source(), new Conversion.Pseudonym(), place.contractPath()),
                        ScalarType.STRING,
                        source.mayBeMissing(),
                        source.mayBeNull());
    }

    private @Nullable Expression check(@Nullable Expression made, SourceNode node, Wanted wanted, Place place) {
        if (made == null || wanted.accepts(made.type())) {
            return made;
        }
        report(
                node,
                place,
                wanted.describe() + ", and this is " + made.type().describe(),
                "Read something of that type, translate it with 'values', demand a 'format', or correct the payload's"
                        + " schema");
        return null;
    }

    private void report(@Nullable SourceNode node, Place place, String why, String todo) {
        paths.report(node, place, why, todo);
    }
}
