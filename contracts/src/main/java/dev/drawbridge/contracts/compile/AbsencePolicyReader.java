package dev.drawbridge.contracts.compile;

import dev.drawbridge.contracts.projection.AbsencePolicy;
import dev.drawbridge.contracts.projection.AbsencePolicy.Action;
import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.source.SourceNode;
import dev.drawbridge.contracts.source.SourceNode.MapNode;
import dev.drawbridge.contracts.source.SourceNode.Scalar;
import dev.drawbridge.contracts.text.LogSafeName;
import dev.drawbridge.contracts.type.ContractType.Property;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a mapping says about values that are missing or null, and what holds where it says nothing. An absence for which the
 * contract has no room must be decided in the mapping: otherwise it would be found by an event that is refused.
 */
record AbsencePolicyReader(SourceFile file, SourceNode node, Property property, String contractPath) {
    /** The keys with which a mapping decides. */
    static final Set<String> KEYS = Set.of("missing", "null");

    AbsencePolicy read(boolean mayBeMissing, boolean mayBeNull) {
        Action unlessRequired = property.required() ? Action.FAIL : Action.OMIT;
        Action forNull = property.type().nullable() ? Action.NULL : unlessRequired;
        return new AbsencePolicy(action("missing", unlessRequired, mayBeMissing), action("null", forNull, mayBeNull));
    }

    private Action action(String key, Action otherwise, boolean mayHappen) {
        SourceNode said = node instanceof MapNode block ? block.value(key) : null;
        if (said == null) {
            if (otherwise == Action.FAIL && mayHappen) {
                reportUndecided(key);
            }
            return otherwise;
        }
        Optional<Action> action = said instanceof Scalar scalar ? Action.named(scalar.text()) : Optional.empty();
        String problem = action.isEmpty() ? "not a policy" : problem(action.get());
        if (problem != null) {
            file.report(
                    said.at(),
                    LogSafeName.quoteName(key) + " of contract path " + LogSafeName.quoteName(contractPath) + " is "
                            + problem,
                    "the contract has to be kept",
                    "Use " + allowed());
        }
        return action.orElse(Action.FAIL);
    }

    private @Nullable String problem(Action action) {
        return switch (action) {
            case OMIT -> property.required() ? "omit, but the property is required" : null;
            case NULL -> property.type().nullable() ? null : "null, but the contract does not allow null";
            case FAIL -> null;
        };
    }

    private String allowed() {
        return (property.required() ? "" : "omit, ") + (property.type().nullable() ? "null, " : "") + "fail";
    }

    private void reportUndecided(String key) {
        file.report(
                node.at(),
                "contract path " + LogSafeName.quoteName(contractPath) + " may be " + key + " inside",
                "the contract promises a value",
                "Promise it inside too, give a 'coalesce', make it optional in the contract, or write '" + key
                        + ": fail' to refuse such events");
    }
}
