package dev.drawbridge.write.order.postgres;

import dev.drawbridge.write.order.application.port.CommandStatus;
import dev.drawbridge.write.order.application.port.CommandStatus.State;
import dev.drawbridge.write.order.application.port.MessageContext;
import dev.drawbridge.write.order.application.port.Outcome;
import dev.drawbridge.write.order.application.port.Outcome.Accepted;
import dev.drawbridge.write.order.application.port.Outcome.Rejected;
import dev.drawbridge.write.order.application.port.QueuedCommand;
import dev.drawbridge.write.order.model.Rejection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a row of the queue says. */
final class StoredCommand {
    private StoredCommand() {}

    static QueuedCommand queued(ResultSet row) throws SQLException {
        long expected = row.getLong("expected_version");
        OptionalLong expectedVersion = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(expected);
        return new QueuedCommand(
                row.getObject("id", UUID.class),
                row.getString("client"),
                row.getObject("order_id", UUID.class),
                row.getString("type"),
                row.getString("body"),
                expectedVersion,
                new MessageContext(
                        row.getString("traceparent"), row.getString("correlationid"), row.getString("causationid")));
    }

    static CommandStatus status(UUID commandId, ResultSet row) throws SQLException {
        State state = State.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
        return new CommandStatus(commandId, row.getObject("order_id", UUID.class), state, outcome(state, row));
    }

    private static @Nullable Outcome outcome(State state, ResultSet row) throws SQLException {
        return switch (state) {
            case ACCEPTED -> new Accepted(row.getLong("version"));
            case REJECTED ->
                new Rejected(
                        new Rejection(Rejection.Kind.valueOf(row.getString("rejection")), row.getString("reason")));
            case PENDING, FAILED -> null;
        };
    }
}
