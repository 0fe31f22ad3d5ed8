package dev.drawbridge.write.order.application.port;

import dev.drawbridge.write.order.model.Rejection;
import java.util.UUID;

/** What came of a command, for whoever sent it; the same however often it is asked for. Immutable. */
public sealed interface Outcome {

    /** It was carried out, and led to this version. */
    record Accepted(long version) implements Outcome {}

    /** A rule was against it, and nothing was changed. */
    record Rejected(Rejection rejection) implements Outcome {}

    /** It will be carried out; ask for {@link CommandStatus} by this id. */
    record Queued(UUID commandId) implements Outcome {}
}
