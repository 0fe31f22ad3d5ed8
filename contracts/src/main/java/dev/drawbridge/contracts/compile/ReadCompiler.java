package dev.drawbridge.contracts.compile;

import dev.drawbridge.contracts.source.SourceNode;
import dev.drawbridge.contracts.source.SourceNode.MapNode;
import dev.drawbridge.contracts.source.SourceNode.Scalar;
import dev.drawbridge.contracts.type.ScalarType;
import dev.drawbridge.contracts.type.StringFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compiles {@code {path: …, values: …}} and {@code {path: …, format: …}}: what is read is translated, or checked when it runs. */
final class ReadCompiler {
    private final PathCompiler paths;
    private final TranslationCompiler translations;

    ReadCompiler(PathCompiler paths, TranslationCompiler translations) {
        this.paths = paths;
        this.translations = translations;
    }

    /** The expression; null, with findings reported, if it is none. */
    @Nullable
    Expression compile(@Nullable SourceNode operand, MapNode block, ExpectedType expected, MappingContext context) {
        if (!(operand instanceof Scalar scalar)) {
            paths.report(
                    block,
                    context,
                    expected.describe(),
                    "Write {path: <a path or column>}, with values or format if needed");
            return null;
        }
        Expression found = paths.compile(scalar, expected, context);
        SourceNode values = block.value("values");
        SourceNode format = block.value("format");
        if (found == null || (values == null && format == null)) {
            return found;
        }
        if (values != null && format != null) {
            paths.report(block, context, expected.describe(), "Give either 'values' or 'format'");
            return null;
        }
        return values != null
                ? translations.compile(found, scalar, values, expected, context)
                : narrowed(found, String.valueOf(format instanceof Scalar text ? text.text() : ""), block, context);
    }

    /** A text that is of a format although its schema does not say so: checked when it runs. */
    private @Nullable Expression narrowed(Expression found, String format, MapNode block, MappingContext context) {
        Optional<StringFormat> named = StringFormat.named(format);
        if (named.isEmpty() || found.type().kind() != ScalarType.Kind.STRING) {
            paths.report(block, context, "only texts have a format", "Use date-time, date, uuid or uri");
            return null;
        }
        ScalarType type = ScalarType.string(named.get());
        return new Expression(found.source(), type, found.mayBeMissing(), found.mayBeNull());
    }
}
