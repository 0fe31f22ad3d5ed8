package dev.drawbridge.write.http;

import dev.drawbridge.write.order.application.OrderCommandHandler;
import dev.drawbridge.write.order.model.Decision;
import dev.drawbridge.write.order.model.Decision.Accepted;
import dev.drawbridge.write.order.model.Decision.Rejected;
import dev.drawbridge.write.order.model.Order;
import dev.drawbridge.write.order.model.OrderCommand;
import dev.drawbridge.write.order.model.OrderCommand.AddLine;
import dev.drawbridge.write.order.model.OrderCommand.CancelOrder;
import dev.drawbridge.write.order.model.OrderCommand.CreateOrder;
import dev.drawbridge.write.order.model.OrderCommand.EraseOrder;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.function.Function;

/** One route for each order command. There is none to read an order: that is the read side's. Thread-safe. */
final class CommandRoutes {
    private final OrderCommandHandler handler;
    private final ProblemMapper problems;

    CommandRoutes(OrderCommandHandler handler, ProblemMapper problems) {
        this.handler = handler;
        this.problems = problems;
    }

    void register(RoutesConfig routes) {
        routes.post("/orders/{id}/create", context -> handle(context, 201, CommandRoutes::create));
        routes.post("/orders/{id}/add-line", context -> handle(context, 200, CommandRoutes::addLine));
        routes.post("/orders/{id}/cancel", context -> handle(context, 200, CommandRoutes::cancel));
        routes.post("/orders/{id}/erase", context -> handle(context, 200, CommandRoutes::erase));
    }

    private void handle(Context context, int success, Function<CommandRequest, OrderCommand> command) {
        CommandRequest request = new CommandRequest(context);
        Decision decision =
                handler.handle(request.orderId(), command.apply(request), request.expectedVersion(), request.origin());
        if (decision instanceof Accepted accepted) {
            answer(context.status(success), accepted.order());
        } else if (decision instanceof Rejected rejected) {
            problems.answer(context, rejected.rejection());
        }
    }

    private static OrderCommand create(CommandRequest request) {
        JsonBody body = request.body();
        CreateOrder command =
                new CreateOrder(body.text("customerName"), body.text("customerCity"), body.optionalText("staffNote"));
        body.demandNothingElse();
        return command;
    }

    private static OrderCommand addLine(CommandRequest request) {
        JsonBody body = request.body();
        AddLine command = new AddLine(
                body.text("productName"),
                body.wholeNumber("quantity"),
                body.number("unitPrice"),
                body.number("unitCost"));
        body.demandNothingElse();
        return command;
    }

    private static OrderCommand cancel(CommandRequest request) {
        JsonBody body = request.body();
        CancelOrder command = new CancelOrder(body.text("reason"), body.optionalText("staffNote"));
        body.demandNothingElse();
        return command;
    }

    private static OrderCommand erase(CommandRequest request) {
        request.demandNoFields();
        return new EraseOrder();
    }

    /** Only what the caller needs to go on: which version to expect, and what to wait for when reading. */
    private static void answer(Context context, Order order) {
        context.header("ETag", "\"" + order.version() + "\"")
                .header("Consistency-Token", "order/" + order.id() + "@" + order.version())
                .contentType("application/json")
                .result("{\"id\":\"" + order.id() + "\",\"version\":" + order.version() + "}");
    }
}
