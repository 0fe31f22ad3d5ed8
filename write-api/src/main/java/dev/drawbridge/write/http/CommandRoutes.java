package dev.drawbridge.write.http;

import dev.drawbridge.write.order.application.IdempotencyKey;
import dev.drawbridge.write.order.application.Outcome;
import dev.drawbridge.write.order.application.Outcome.Done;
import dev.drawbridge.write.order.application.Outcome.Queued;
import dev.drawbridge.write.order.application.Outcome.Refused;
import dev.drawbridge.write.order.application.QueuedCommand;
import dev.drawbridge.write.order.application.Submission;
import dev.drawbridge.write.order.model.OrderCommand;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.UUID;

/** One route for each task. There is none to read an order: that is the read side's. Thread-safe. */
final class CommandRoutes {
    private final CommandHandlers handlers;
    private final HttpSettings settings;
    private final CommandMetrics metrics;

    CommandRoutes(CommandHandlers handlers, HttpSettings settings, CommandMetrics metrics) {
        this.handlers = handlers;
        this.settings = settings;
        this.metrics = metrics;
    }

    void register(RoutesConfig routes) {
        for (CommandTask task : CommandTask.values()) {
            routes.post("/orders/{id}/" + task.path(), context -> metrics.time(task, () -> handle(context, task)));
        }
    }

    private Outcome handle(Context context, CommandTask task) {
        CommandRequest request = new CommandRequest(context, settings);
        UUID id = request.id("order");
        String body = request.body();
        OrderCommand command = task.read(body);
        request.demandWhatIsRequired(task);
        String path = "/orders/" + id + "/" + task.path();
        String client = Authentication.client(context);
        Optional<IdempotencyKey> key = request.idempotencyKey(client, path, body);
        Outcome outcome = request.prefersAsync()
                ? handlers.later().submit(queued(request, client, id, task, body), key)
                : handlers.now().handle(new Submission(id, command, request.expectedVersion(), request.origin(), key));
        answer(context, task, id, outcome);
        return outcome;
    }

    private QueuedCommand queued(CommandRequest request, String client, UUID id, CommandTask task, String body) {
        return new QueuedCommand(
                handlers.ids().get(), client, id, task.path(), body, request.expectedVersion(), request.origin());
    }

    private void answer(Context context, CommandTask task, UUID id, Outcome outcome) {
        if (outcome instanceof Done done) {
            accepted(context.status(task.successStatus()), id, done.version());
        } else if (outcome instanceof Queued queued) {
            handlers.queued().run();
            queued(context, queued.commandId());
        } else if (outcome instanceof Refused refused) {
            ProblemMapper.answer(context, ProblemMapper.rejected(refused.rejection()));
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
