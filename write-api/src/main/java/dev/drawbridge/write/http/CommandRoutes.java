package dev.drawbridge.write.http;

import dev.drawbridge.http.Authentication;
import dev.drawbridge.http.ProblemMapper;
import dev.drawbridge.write.order.application.CommandEnvelope;
import dev.drawbridge.write.order.application.port.IdempotencyKey;
import dev.drawbridge.write.order.application.port.Outcome;
import dev.drawbridge.write.order.application.port.Outcome.Accepted;
import dev.drawbridge.write.order.application.port.Outcome.Queued;
import dev.drawbridge.write.order.application.port.Outcome.Rejected;
import dev.drawbridge.write.order.application.port.QueuedCommand;
import dev.drawbridge.write.order.model.OrderCommand;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.UUID;

/** One route for each type of command. There is none to read an order: that is the read side's. Thread-safe. */
final class CommandRoutes {
    private final CommandHandlers handlers;
    private final CommandPolicy policy;
    private final CommandMetrics metrics;

    CommandRoutes(CommandHandlers handlers, CommandPolicy policy, CommandMetrics metrics) {
        this.handlers = handlers;
        this.policy = policy;
        this.metrics = metrics;
    }

    void register(RoutesConfig routes) {
        for (CommandType type : CommandType.values()) {
            routes.post("/orders/{id}/" + type.path(), context -> metrics.time(type, () -> handle(context, type)));
        }
    }

    private Outcome handle(Context context, CommandType type) {
        CommandRequest request = new CommandRequest(context, policy);
        UUID id = request.id("order");
        String body = request.body();
        OrderCommand command = type.read(body);
        request.requirePreconditions(type);
        String path = "/orders/" + id + "/" + type.path();
        String client = Authentication.client(context);
        Optional<IdempotencyKey> key = request.idempotencyKey(client, path, body);
        Outcome outcome = request.prefersAsync()
                ? handlers.async().submit(queued(request, client, id, type, body), key)
                : handlers.sync()
                        .handle(new CommandEnvelope(
                                id, command, request.expectedVersion(), request.messageContext(), key));
        answer(context, type, id, outcome);
        return outcome;
    }

    private QueuedCommand queued(CommandRequest request, String client, UUID id, CommandType type, String body) {
        return new QueuedCommand(
                handlers.ids().get(),
                client,
                id,
                type.path(),
                body,
                request.expectedVersion(),
                request.messageContext());
    }

    private void answer(Context context, CommandType type, UUID id, Outcome outcome) {
        if (outcome instanceof Accepted accepted) {
            accepted(context.status(type.successStatus()), id, accepted.version());
        } else if (outcome instanceof Queued queued) {
            handlers.queued().run();
            queued(context, queued.commandId());
        } else if (outcome instanceof Rejected rejected) {
            ProblemMapper.answer(context, CommandProblems.rejected(rejected.rejection()));
        }
    }

    /** Only what the caller needs to go on: which version to expect, and what to wait for when reading. */
    private static void accepted(Context context, UUID id, long version) {
        context.header("ETag", "\"" + version + "\"")
                .header("Consistency-Token", "order/" + id + "@" + version)
                .contentType("application/json")
                .result("{\"id\":\"" + id + "\",\"version\":" + version + "}");
    }

    private static void queued(Context context, UUID commandId) {
        context.status(202)
                .header("Location", "/commands/" + commandId)
                .header("Preference-Applied", "respond-async")
                .contentType("application/json")
                .result("{\"id\":\"" + commandId + "\",\"status\":\"pending\"}");
    }
}
