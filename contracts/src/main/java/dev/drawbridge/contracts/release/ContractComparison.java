package dev.drawbridge.contracts.release;

import dev.drawbridge.contracts.release.ReleasedContracts.Release;
import dev.drawbridge.contracts.source.InvalidContractException;
import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.type.ContractReader;
import dev.drawbridge.contracts.type.ContractSchema;
import dev.drawbridge.contracts.type.ContractType;
import dev.drawbridge.contracts.type.ContractType.ArrayType;
import dev.drawbridge.contracts.type.ContractType.ObjectType;
import dev.drawbridge.contracts.type.ContractType.Property;
import dev.drawbridge.contracts.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Compares a contract and its topic with what was released, from the point of view of consumers who ignore what they do not
 * know. They must never get less than they were promised, nor a value that they were promised not to get. Immutable.
 */
public final class ContractComparison {
    private final List<ContractChange> changes = new ArrayList<>();

    private ContractComparison() {}

    /**
     * Compares a release with a later one, or with what would be released next.
     *
     * @throws InvalidContractException if one of them is not a contract
     */
    public static ContractComparison of(Release released, Release current) {
        ContractComparison comparison = new ContractComparison();
        ContractSchema before = read(released);
        ContractSchema now = read(current);
        if (!released.name().equals(current.name())) {
            comparison.add(
                    ReleaseImpact.MAJOR,
                    "",
                    "was " + released.name() + " and is " + current.name() + ": somebody reads it");
        }
        if (!before.id().equals(now.id())) {
            comparison.add(ReleaseImpact.MAJOR, "", "has another $id: events refer to it as their schema");
        }
        comparison.changes.addAll(TopicComparison.changes(released.topic(), current.topic()));
        comparison.objects("", before.data(), now.data());
        if (comparison.changes.isEmpty() && !released.text().equals(current.text())) {
            comparison.add(ReleaseImpact.PATCH, "", "says the same in other words");
        }
        return comparison;
    }

    /** The gravest of all changes. */
    public ReleaseImpact impact() {
        return changes.stream()
                .map(ContractChange::impact)
                .max(ReleaseImpact::compareTo)
                .orElse(ReleaseImpact.NONE);
    }

    /** All changes: name, topic, then data in the contract's order. */
    public List<ContractChange> changes() {
        return List.copyOf(changes);
    }

    private static ContractSchema read(Release release) {
        SourceFile file = new SourceFile("released/" + release.name() + "-" + release.version() + ".json");
        ContractSchema contract = ContractReader.read(file, release.text());
        if (contract == null || !file.findings().isEmpty()) {
            throw new InvalidContractException(file.findings());
        }
        return contract;
    }

    private void objects(String path, ObjectType before, ObjectType now) {
        for (Property promised : before.properties().values()) {
            String here = path.isEmpty() ? promised.name() : path + "." + promised.name();
            Property kept = now.properties().get(promised.name());
            if (kept == null) {
                add(ReleaseImpact.MAJOR, here, "is gone: somebody reads it");
                continue;
            }
            if (promised.required() && !kept.required()) {
                add(ReleaseImpact.MAJOR, here, "may be absent now: it was promised always");
            } else if (!promised.required() && kept.required()) {
                add(ReleaseImpact.MINOR, here, "is always there now");
            }
            types(here, promised.type(), kept.type());
        }
        for (Property added : now.properties().values()) {
            if (!before.properties().containsKey(added.name())) {
                String here = path.isEmpty() ? added.name() : path + "." + added.name();
                add(ReleaseImpact.MINOR, here, "is new");
            }
        }
    }

    private void types(String path, ContractType before, ContractType now) {
        if (!before.nullable() && now.nullable()) {
            add(ReleaseImpact.MAJOR, path, "may be null now");
        } else if (before.nullable() && !now.nullable()) {
            add(ReleaseImpact.MINOR, path, "is never null now");
        }
        if (before instanceof ObjectType was && now instanceof ObjectType is) {
            objects(path, was, is);
        } else if (before instanceof ArrayType was && now instanceof ArrayType is) {
            types(path + "[]", was.items(), is.items());
        } else if (before instanceof ScalarType was && now instanceof ScalarType is) {
            scalars(path, was.withoutNull(), is.withoutNull());
        } else {
            add(ReleaseImpact.MAJOR, path, "was " + before.describe() + " and is " + now.describe());
        }
    }

    private void scalars(String path, ScalarType before, ScalarType now) {
        if (before.equals(now)) {
            return;
        }
        if (before.includes(now)) {
            add(ReleaseImpact.MINOR, path, "is " + now.describe() + " now, which is narrower");
        } else {
            TreeSet<String> added = new TreeSet<>(now.allowed());
            added.removeAll(before.allowed());
            String values = before.allowed().isEmpty() || added.isEmpty() ? "" : "; consumers do not know " + added;
            add(ReleaseImpact.MAJOR, path, "was " + before.describe() + " and is " + now.describe() + values);
        }
    }

    private void add(ReleaseImpact impact, String path, String what) {
        changes.add(new ContractChange(impact, path, what));
    }
}
