package dev.drawbridge.contracts.release;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** Compares what was promised of a topic with what is promised now, as {@link ContractComparison} does with data. */
final class TopicComparison {
    private final List<ContractChange> changes = new ArrayList<>();
    private final TopicContract before;
    private final TopicContract now;

    private TopicComparison(TopicContract before, TopicContract now) {
        this.before = before;
        this.now = now;
    }

    /** All changes: topic, source, types, extensions. */
    static List<ContractChange> changes(TopicContract before, TopicContract now) {
        TopicComparison comparison = new TopicComparison(before, now);
        comparison.names("topic", before.topic(), now.topic(), "consumers would wait at the old one");
        comparison.names("ce_source", before.source(), now.source(), "an event is known by its source and id");
        comparison.types();
        comparison.extensions();
        return List.copyOf(comparison.changes);
    }

    private void names(String path, String was, String is, String why) {
        if (!was.equals(is)) {
            add(ReleaseImpact.MAJOR, path, "was " + was + " and is " + is + ": " + why);
        }
    }

    private void types() {
        for (String type : before.allTypes()) {
            String path = "ce_type " + type;
            if (!now.allTypes().contains(type)) {
                add(ReleaseImpact.MAJOR, path, "is gone: somebody waits for it");
                continue;
            }
            form(path, type, before.types(), now.types(), "data");
            form(path, type, before.erasures(), now.erasures(), "no data");
        }
        for (String type : now.allTypes()) {
            if (!before.allTypes().contains(type)) {
                add(
                        ReleaseImpact.MINOR,
                        "ce_type " + type,
                        now.erasures().contains(type) ? "is new, and erases" : "is new");
            }
        }
    }

    /** One of the two forms of events of a type. */
    private void form(String path, String type, SortedSet<String> was, SortedSet<String> is, String form) {
        if (!was.contains(type) && is.contains(type)) {
            add(ReleaseImpact.MAJOR, path, "may come with " + form + " now: it never did");
        } else if (was.contains(type) && !is.contains(type)) {
            add(ReleaseImpact.MINOR, path, "never comes with " + form + " now");
        }
    }

    private void extensions() {
        for (String name : before.extensions()) {
            if (!now.extensions().contains(name)) {
                add(ReleaseImpact.MAJOR, "ce_" + name, "is gone: somebody reads it");
            }
        }
        for (String name : now.extensions()) {
            if (!before.extensions().contains(name)) {
                add(ReleaseImpact.MINOR, "ce_" + name, "is new");
            }
        }
    }

    private void add(ReleaseImpact impact, String path, String what) {
        changes.add(new ContractChange(impact, path, what));
    }
}
