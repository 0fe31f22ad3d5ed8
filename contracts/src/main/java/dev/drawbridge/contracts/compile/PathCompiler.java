package dev.drawbridge.contracts.compile;

import dev.drawbridge.contracts.mapping.PrivatePaths;
import dev.drawbridge.contracts.outbox.OutboxColumn;
import dev.drawbridge.contracts.projection.ValueSource;
import dev.drawbridge.contracts.refusal.Quotable;
import dev.drawbridge.contracts.source.Position;
import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.source.SourceNode;
import dev.drawbridge.contracts.source.SourceNode.Scalar;
import dev.drawbridge.contracts.type.ContractType.Unreadable;
import dev.drawbridge.contracts.type.PayloadPath;
import dev.drawbridge.contracts.type.ScalarType;
import dev.drawbridge.contracts.type.StringFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compiles paths and column names: proves that they exist, hold single values, and that nothing private is read. */
final class PathCompiler {
    private final SourceFile file;
    private final PrivatePaths privatePaths;
    private final PathsRead read;

    PathCompiler(SourceFile file, PrivatePaths privatePaths, PathsRead read) {
        this.file = file;
        this.privatePaths = privatePaths;
        this.read = read;
    }

    /** What reads a single value; null, with findings reported, if there is none. */
    @Nullable
    Expression compile(Scalar path, Wanted wanted, Place place) {
        Optional<OutboxColumn> column = place.scope().column(path.text());
        if (column.isPresent()) {
            rejectPrivate(path, place);
            return new Expression(
                    new ValueSource.FromColumn(column.get()),
                    columnType(column.get()),
                    column.get().isFromCallers(),
                    false);
        }
        if (!isPath(path, wanted.describe(), place) || rejectPrivate(path, place)) {
            return null;
        }
        Scope.Found found = find(path, place);
        if (found == null || found.type() instanceof Unreadable) {
            return null;
        }
        if (!(found.type() instanceof ScalarType type)) {
            report(
                    path,
                    place,
                    wanted.describe() + ", and " + Quotable.quoteName(path.text()) + " is "
                            + found.type().describe(),
                    "Map what is in it");
            return null;
        }
        read.add(place.scope().absolute(path.text()));
        return new Expression(
                new ValueSource.FromPayload(PayloadPath.parse(path.text()), place.contractPath()),
                type.withoutNull(),
                found.mayBeMissing(),
                type.nullable());
    }

    /** What the payload's schema says about a list that may be read; null, with findings reported, if it may not. */
    Scope.@Nullable Found list(Scalar path, String why, Place place) {
        if (!isPath(path, why, place)
                || reject(path, privatePaths.covering(place.scope().absolute(path.text())))) {
            return null;
        }
        return find(path, place);
    }

    private boolean isPath(Scalar path, String why, Place place) {
        if (!place.scope().isPath(path.text())) {
            report(path, place, why, "Give a path: " + place.scope().help() + "; or a column of the outbox");
            return false;
        }
        return true;
    }

    private Scope.@Nullable Found find(Scalar path, Place place) {
        Optional<Scope.Found> found = place.scope().find(path.text());
        if (found.isEmpty()) {
            file.report(
                    path.at(),
                    Quotable.quoteName(path.text()) + " is not in the payload's schema",
                    "it would always be missing",
                    "Correct the path, or add it to the schema");
        }
        return found.orElse(null);
    }

    /** Notes that a path is published as it is. */
    void noteCopy(Scalar path, Place place) {
        read.addCopy(place.scope().absolute(path.text()), place.contractPath());
    }

    void report(@Nullable SourceNode node, Place place, String why, String todo) {
        file.report(
                node == null ? Position.START : node.at(),
                "contract path " + Quotable.quoteName(place.contractPath()) + " cannot be filled this way",
                why,
                todo);
    }

    private boolean rejectPrivate(Scalar path, Place place) {
        String absolute = place.scope().absolute(path.text());
        return reject(path, privatePaths.covering(absolute).or(() -> privatePaths.inside(absolute)));
    }

    private boolean reject(Scalar path, Optional<String> secret) {
        secret.ifPresent(hidden -> file.report(
                path.at(),
                Quotable.quoteName(path.text()) + " reads the private " + Quotable.quoteName(hidden),
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
