package dev.drawbridge.contracts.compile;

import dev.drawbridge.contracts.outbox.OutboxColumn;
import dev.drawbridge.contracts.type.ContractType;
import dev.drawbridge.contracts.type.ContractType.InvalidType;
import dev.drawbridge.contracts.type.ContractType.ObjectType;
import dev.drawbridge.contracts.type.ContractType.Property;
import dev.drawbridge.contracts.type.PayloadPath;
import java.util.Optional;

/**
 * What paths start from: the payload, or an element of one of its lists.
 *
 * @param list the absolute path of the list; empty for the payload itself
 * @param type what the payload's schema says is there
 */
record Scope(String list, ContractType type) {

    /** What the payload's schema says about a path. */
    record Found(ContractType type, boolean mayBeMissing) {}

    static Scope payload(ContractType type) {
        return new Scope("", type);
    }

    /** Whether a text is a path here. */
    boolean isPath(String text) {
        return isPayload() ? PayloadPath.isPayloadPath(text) : text.equals(".") || PayloadPath.isRelativePath(text);
    }

    /** The column of that name; within lists there are none. */
    Optional<OutboxColumn> column(String name) {
        return isPayload()
                ? OutboxColumn.named(name).filter(column -> column != OutboxColumn.PAYLOAD)
                : Optional.empty();
    }

    /** What is at a path; nothing if the payload's schema does not know it. */
    Optional<Found> find(String path) {
        Found here = new Found(type, false);
        for (String step : PayloadPath.parse(path).steps()) {
            if (here.type() instanceof InvalidType) {
                return Optional.of(here);
            }
            Property property = here.type() instanceof ObjectType object
                    ? object.properties().get(step)
                    : null;
            if (property == null) {
                return Optional.empty();
            }
            boolean through = here.type() != type && here.type().nullable();
            here = new Found(property.type(), here.mayBeMissing() || through || !property.required());
        }
        return Optional.of(here);
    }

    /** The path from the payload's root. */
    String absolute(String path) {
        if (isPayload()) {
            return path;
        }
        return path.equals(".") ? list : list + "." + path;
    }

    Scope elementsOf(String path, ContractType elements) {
        return new Scope(absolute(path), elements);
    }

    /** How to write a path here. */
    String help() {
        return isPayload() ? "state.… or event.…" : "relative to an element of " + list + ", or '.' for the element";
    }

    private boolean isPayload() {
        return list.isEmpty();
    }
}
