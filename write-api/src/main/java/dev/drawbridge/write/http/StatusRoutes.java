package dev.drawbridge.write.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.http.Authentication;
import dev.drawbridge.http.ProblemMapper;
import dev.drawbridge.write.order.application.port.CommandStatus;
import dev.drawbridge.write.order.application.port.CommandStatus.State;
import dev.drawbridge.write.order.application.port.Outcome.Accepted;
import dev.drawbridge.write.order.application.port.Outcome.Rejected;
import dev.drawbridge.write.order.application.queue.AsyncCommandHandler;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.UUID;

/** What became of commands that were to be carried out later, for the client that sent them. Thread-safe. */
final class StatusRoutes {
    private static final JsonMapper JSON = new JsonMapper();

    private final AsyncCommandHandler handler;

    StatusRoutes(AsyncCommandHandler handler) {
        this.handler = handler;
    }

    void register(RoutesConfig routes) {
        routes.get("/commands/{id}", this::answer);
    }

    private void answer(Context context) {
        UUID id = CommandRequest.id(context, "command");
        handler.status(id, Authentication.client(context))
                .ifPresentOrElse(
                        status -> answer(context, status),
                        () -> ProblemMapper.answer(context, CommandProblems.commandNotFound()));
    }

    private static void answer(Context context, CommandStatus status) {
        ObjectNode json = JSON.createObjectNode()
                .put("id", status.commandId().toString())
                .put("orderId", status.orderId().toString())
                .put("status", status.state().name().toLowerCase(Locale.ROOT));
        if (status.outcome() instanceof Accepted accepted) {
            json.put("version", accepted.version());
            context.header("Consistency-Token", "order/" + status.orderId() + "@" + accepted.version());
        } else if (status.outcome() instanceof Rejected rejected) {
            json.set("problem", CommandProblems.rejected(rejected.rejection()).toTree());
        } else if (status.state() == State.PENDING) {
            context.header("Retry-After", "1");
        }
        context.header("Cache-Control", "no-store")
                .contentType("application/json")
                .result(json.toString());
    }
}
