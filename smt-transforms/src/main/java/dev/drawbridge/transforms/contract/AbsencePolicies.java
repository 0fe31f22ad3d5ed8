package dev.drawbridge.transforms.contract;

import dev.drawbridge.transforms.contract.ContractType.Property;
import dev.drawbridge.transforms.contract.SourceNode.Block;
import dev.drawbridge.transforms.contract.SourceNode.Scalar;
import dev.drawbridge.transforms.refusal.Quotable;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a mapping says about values that are missing or null, and what holds where it says nothing. An absence that the
 * contract has no room for has to be decided: nobody should find out by an event that is refused.
 *
 * @param missing what becomes of a missing value
 * @param whenNull what becomes of JSON's null
 */
record AbsencePolicies(WhenAbsent missing, WhenAbsent whenNull) {
    /** The keys with which a mapping decides. */
    static final Set<String> KEYS = Set.of("missing", "null");

    static AbsencePolicies read(
            SourceFile file,
            SourceNode node,
            Property property,
            String contractPath,
            boolean mayBeMissing,
            boolean mayBeNull) {
        Reader reader = new Reader(file, node, property, contractPath);
        WhenAbsent unlessRequired = property.required() ? WhenAbsent.FAIL : WhenAbsent.OMIT;
        WhenAbsent forNull = property.type().nullable() ? WhenAbsent.NULL : unlessRequired;
        return new AbsencePolicies(
                reader.policy("missing", unlessRequired, mayBeMissing), reader.policy("null", forNull, mayBeNull));
    }

    private record Reader(SourceFile file, SourceNode node, Property property, String contractPath) {

        WhenAbsent policy(String key, WhenAbsent otherwise, boolean mayHappen) {
            SourceNode said = node instanceof Block block ? block.value(key) : null;
            if (said == null) {
                if (otherwise == WhenAbsent.FAIL && mayHappen) {
                    reportUndecided(key);
                }
                return otherwise;
            }
            Optional<WhenAbsent> policy =
                    said instanceof Scalar scalar ? WhenAbsent.named(scalar.text()) : Optional.empty();
            String problem = policy.isEmpty() ? "not a policy" : problem(policy.get());
            if (problem != null) {
                file.report(
                        said.at(),
                        Quotable.quoteName(key) + " of contract path " + Quotable.quoteName(contractPath) + " is "
                                + problem,
                        "the contract has to be kept",
                        "Use " + allowed());
            }
            return policy.orElse(WhenAbsent.FAIL);
        }

        private @Nullable String problem(WhenAbsent policy) {
            return switch (policy) {
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
                    "contract path " + Quotable.quoteName(contractPath) + " may be " + key + " inside",
                    "the contract promises a value",
                    "Promise it inside too, give a 'coalesce', make it optional in the contract, or write '" + key
                            + ": fail' to refuse such events");
        }
    }
}
