package dev.drawbridge.write.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.write.order.application.AsyncCommandHandler;
import dev.drawbridge.write.order.application.CommandStatus;
import dev.drawbridge.write.order.application.CommandStatus.State;
import dev.drawbridge.write.order.application.Outcome.Done;
import dev.drawbridge.write.order.application.Outcome.Refused;
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
        routes.get("/commands/{id}", this::tell);
    }

    private void tell(Context context) {
        UUID id = CommandRequest.id(context, "command");
        handler.status(id, Authentication.client(context))
                .ifPresentOrElse(
                        status -> tell(context, status),
                        () -> ProblemMapper.answer(context, ProblemMapper.commandNotFound()));
    }

    private static void tell(Context context, CommandStatus status) {
        ObjectNode json = JSON.createObjectNode()
                .put("id", status.commandId().toString())
                .put("orderId", status.orderId().toString())
                .put("status", status.state().name().toLowerCase(Locale.ROOT));
        if (status.outcome() instanceof Done done) {
            json.put("version", done.version());
            context.header("Consistency-Token", "order/" + status.orderId() + "@" + done.version());
        } else if (status.outcome() instanceof Refused refused) {
            json.set("problem", ProblemMapper.rejected(refused.rejection()).toTree());
        } else if (status.state() == State.PENDING) {
            context.header("Retry-After", "1");
        }
        context.header("Cache-Control", "no-store")
                .contentType("application/json")
                .result(json.toString());
    }
}
