package dev.drawbridge.contracts.compile;

import dev.drawbridge.contracts.mapping.PrivatePaths;
import dev.drawbridge.contracts.outbox.OutboxColumn;
import dev.drawbridge.contracts.projection.ValueSource;
import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.source.SourceNode;
import dev.drawbridge.contracts.source.SourceNode.Scalar;
import dev.drawbridge.contracts.source.SourcePosition;
import dev.drawbridge.contracts.text.LogSafeName;
import dev.drawbridge.contracts.type.ContractType.InvalidType;
import dev.drawbridge.contracts.type.PayloadPath;
import dev.drawbridge.contracts.type.ScalarType;
import dev.drawbridge.contracts.type.StringFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compiles paths and column names: proves that they exist, hold single values, and that nothing private is read. */
final class PathCompiler {
    private final SourceFile file;
    private final PrivatePaths privatePaths;
    private final PathUsage read;

    PathCompiler(SourceFile file, PrivatePaths privatePaths, PathUsage read) {
        this.file = file;
        this.privatePaths = privatePaths;
        this.read = read;
    }

    /** What reads a single value; null, with findings reported, if there is none. */
    @Nullable
    Expression compile(Scalar path, ExpectedType expected, MappingContext context) {
        Optional<OutboxColumn> column = context.scope().column(path.text());
        if (column.isPresent()) {
            rejectPrivate(path, context);
            return new Expression(
                    new ValueSource.FromColumn(column.get()),
                    columnType(column.get()),
                    column.get().isCallerSupplied(),
                    false);
        }
        if (!isPath(path, expected.describe(), context) || rejectPrivate(path, context)) {
            return null;
        }
        Scope.Found found = find(path, context);
        if (found == null || found.type() instanceof InvalidType) {
            return null;
        }
        if (!(found.type() instanceof ScalarType type)) {
            report(
                    path,
                    context,
                    expected.describe() + ", and " + LogSafeName.quoteName(path.text()) + " is "
                            + found.type().describe(),
                    "Map what is in it");
            return null;
        }
        read.add(context.scope().absolute(path.text()));
        return new Expression(
                new ValueSource.FromPayload(PayloadPath.parse(path.text()), context.contractPath()),
                type.withoutNull(),
                found.mayBeMissing(),
                type.nullable());
    }

    /** What the payload's schema says about a list that may be read; null, with findings reported, if it may not. */
    Scope.@Nullable Found list(Scalar path, String why, MappingContext context) {
        if (!isPath(path, why, context)
                || reject(path, privatePaths.covering(context.scope().absolute(path.text())))) {
            return null;
        }
        return find(path, context);
    }

    private boolean isPath(Scalar path, String why, MappingContext context) {
        if (!context.scope().isPath(path.text())) {
            report(path, context, why, "Give a path: " + context.scope().help() + "; or a column of the outbox");
            return false;
        }
        return true;
    }

    private Scope.@Nullable Found find(Scalar path, MappingContext context) {
        Optional<Scope.Found> found = context.scope().find(path.text());
        if (found.isEmpty()) {
            file.report(
                    path.at(),
                    LogSafeName.quoteName(path.text()) + " is not in the payload's schema",
                    "it would always be missing",
                    "Correct the path, or add it to the schema");
        }
        return found.orElse(null);
    }

    /** Notes that a path is published as it is. */
    void recordCopy(Scalar path, MappingContext context) {
        read.addCopy(context.scope().absolute(path.text()), context.contractPath());
    }

    void report(@Nullable SourceNode node, MappingContext context, String why, String todo) {
        file.report(
                node == null ? SourcePosition.START : node.at(),
                "contract path " + LogSafeName.quoteName(context.contractPath()) + " cannot be filled this way",
                why,
                todo);
    }

    private boolean rejectPrivate(Scalar path, MappingContext context) {
        String absolute = context.scope().absolute(path.text());
        return reject(path, privatePaths.covering(absolute).or(() -> privatePaths.inside(absolute)));
    }

    private boolean reject(Scalar path, Optional<String> secret) {
        secret.ifPresent(hidden -> file.report(
                path.at(),
                LogSafeName.quoteName(path.text()) + " reads the private " + LogSafeName.quoteName(hidden),
                "private stays private",
                "Map something else, or decide that it is public and take it out of 'private'"));
        return secret.isPresent();
    }

    private static ScalarType columnType(OutboxColumn column) {
        if (column == OutboxColumn.OCCURREDAT) {
            return ScalarType.string(StringFormat.DATE_TIME);
        }
        return column.isInteger() ? ScalarType.of(ScalarType.Kind.INTEGER) : ScalarType.STRING;
    }
}
