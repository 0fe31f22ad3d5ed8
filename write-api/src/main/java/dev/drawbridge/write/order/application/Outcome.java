package dev.drawbridge.write.order.application;

import dev.drawbridge.write.order.model.Rejection;
import java.util.UUID;

/** What came of a command, for whoever sent it; the same however often it is asked for. Immutable. */
public sealed interface Outcome {

    /** It was carried out. */
    record Done(long version) implements Outcome {}

    /** It was refused, and changed nothing. */
    record Refused(Rejection rejection) implements Outcome {}

    /** It will be carried out; ask for {@link CommandStatus} by this id. */
    record Queued(UUID commandId) implements Outcome {}
}
