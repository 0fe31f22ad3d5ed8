package dev.drawbridge.write.http;

import static dev.drawbridge.http.ProblemMapper.answer;
import static dev.drawbridge.http.ProblemMapper.unavailable;

import dev.drawbridge.http.Problem;
import dev.drawbridge.write.order.application.failure.ConnectionLost;
import dev.drawbridge.write.order.application.failure.OutcomeUnknown;
import dev.drawbridge.write.order.application.failure.StorageUnavailable;
import dev.drawbridge.write.order.application.failure.TransientFailure;
import dev.drawbridge.write.order.application.port.IdempotencyConflict;
import dev.drawbridge.write.order.model.Rejection;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which problem, and which status, stands for what can become of a command. Thread-safe. */
final class CommandProblems {
    private static final Logger LOG = LoggerFactory.getLogger(CommandProblems.class);

    private CommandProblems() {}

    static void register(RoutesConfig routes) {
        routes.exception(
                TransientFailure.class, (e, context) -> answer(context.header("Retry-After", "1"), contended()));
        routes.exception(ConnectionLost.class, (e, context) -> unreachable(e, context));
        routes.exception(StorageUnavailable.class, (e, context) -> unreachable(e, context));
        routes.exception(OutcomeUnknown.class, (e, context) -> unknown(e, context));
        routes.exception(IdempotencyConflict.class, (e, context) -> answer(context, conflict(e.kind())));
    }

    static Problem rejected(Rejection rejection) {
        String why = rejection.reason();
        return switch (rejection.kind()) {
            case NOT_FOUND -> new Problem(404, "order-not-found", "No such order", why);
            case ALREADY_EXISTS -> new Problem(409, "order-exists", "The order exists already", why);
            case CANCELLED -> new Problem(409, "order-cancelled", "The order is cancelled", why);
            case ERASED -> new Problem(409, "order-erased", "The order was erased", why);
            case TOO_LATE -> new Problem(409, "too-late", "Too late", why);
            case TOO_EARLY -> new Problem(409, "too-early", "Too early", why);
            case EMPTY -> new Problem(409, "order-empty", "The order is empty", why);
            case NO_SUCH_LINE -> new Problem(409, "no-such-line", "No such line", why);
            case COUPON_TAKEN -> new Problem(409, "coupon-taken", "The order has a coupon", why);
            case FULL -> new Problem(409, "order-full", "The order is full", why);
            case STALE_VERSION -> new Problem(412, "stale-version", "The order has changed", why);
            case INVALID_VALUE -> new Problem(422, "invalid-value", "A value is not allowed", why);
        };
    }

    static Problem commandNotFound() {
        return new Problem(
                404,
                "command-not-found",
                "No such command",
                "There is no command with this id, or its status is no longer kept.");
    }

    private static Problem contended() {
        return new Problem(
                503,
                "contended",
                "The order is busy",
                "Others change this order right now. Nothing was saved; try again.");
    }

    private static Problem conflict(IdempotencyConflict.Kind kind) {
        return switch (kind) {
            case IN_FLIGHT ->
                new Problem(
                        409,
                        "key-in-flight",
                        "The key is in use",
                        "The first request with this Idempotency-Key is not answered yet. Send it again later.");
            case REUSED ->
                new Problem(
                        422,
                        "key-reused",
                        "The key was used before",
                        "This Idempotency-Key came with another request before. Use a new key for a new request.");
        };
    }

    private static void unreachable(RuntimeException e, Context context) {
        LOG.warn("A command failed: {}", e.getMessage());
        answer(
                context.header("Retry-After", "5"),
                unavailable("The database does not answer, only reads, or has more to do than it can."
                        + " Nothing was saved. Send it again later."));
    }

    private static void unknown(OutcomeUnknown e, Context context) {
        LOG.warn("A command failed: {}", e.getMessage());
        answer(
                context.header("Retry-After", "5"),
                new Problem(
                        503,
                        "outcome-unknown",
                        "The database was lost",
                        "Whether the command was carried out is not known."
                                + " With the same Idempotency-Key, or with If-Match, it can be sent again safely."));
    }
}
