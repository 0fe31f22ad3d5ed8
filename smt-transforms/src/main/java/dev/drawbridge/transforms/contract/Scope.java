package dev.drawbridge.transforms.contract;

import dev.drawbridge.transforms.outbox.OutboxColumn;
import java.util.Optional;

/**
 * What paths start from: the payload, or an element of one of its lists.
 *
 * @param list the absolute path of the list; empty for the payload itself
 */
record Scope(String list) {
    static final Scope PAYLOAD = new Scope("");

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

    /** The path from the payload's root. */
    String absolute(String path) {
        if (isPayload()) {
            return path;
        }
        return path.equals(".") ? list : list + "." + path;
    }

    Scope elementsOf(String path) {
        return new Scope(absolute(path));
    }

    /** How to write a path here. */
    String help() {
        return isPayload() ? "state.… or event.…" : "relative to an element of " + list + ", or '.' for the element";
    }

    private boolean isPayload() {
        return list.isEmpty();
    }
}
