package dev.drawbridge.write.http;

import dev.drawbridge.write.order.application.ConnectionLost;
import dev.drawbridge.write.order.application.IdempotencyConflict;
import dev.drawbridge.write.order.application.OutcomeUnknown;
import dev.drawbridge.write.order.application.StorageUnavailable;
import dev.drawbridge.write.order.application.TransientFailure;
import dev.drawbridge.write.order.model.Rejection;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that knows which problem, and which status, stands for what. Thread-safe. */
final class ProblemMapper {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    void register(RoutesConfig routes) {
        routes.exception(MalformedRequest.class, (e, context) -> answer(context, malformed(messageOf(e))));
        routes.exception(HttpResponseException.class, ProblemMapper::refused);
        routes.exception(
                TransientFailure.class, (e, context) -> answer(context.header("Retry-After", "1"), contended()));
        routes.exception(ConnectionLost.class, (e, context) -> unavailable(e, context));
        routes.exception(StorageUnavailable.class, (e, context) -> unavailable(e, context));
        routes.exception(OutcomeUnknown.class, (e, context) -> unknown(e, context));
        routes.exception(IdempotencyConflict.class, (e, context) -> answer(context, conflict(e.kind())));
        routes.exception(Exception.class, (e, context) -> answer(context, internal(e)));
    }

    static void answer(Context context, Problem problem) {
        context.status(problem.status()).contentType(Problem.CONTENT_TYPE).result(problem.toJson());
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

    /** Refusals by the HTTP layer itself. */
    static Problem byStatus(int status) {
        return switch (status) {
            case 401 ->
                new Problem(
                        401,
                        "unauthorized",
                        "Who are you?",
                        "Send the API key you were given: Authorization: Bearer KEY.");
            case 404 ->
                new Problem(404, "no-such-path", "No such path", "Commands are POSTed to /orders/{id}/{command}.");
            case 405 ->
                new Problem(
                        405,
                        "method-not-allowed",
                        "Method not allowed",
                        "Commands are POSTed to /orders/{id}/{command}.");
            case 408 ->
                new Problem(408, "request-timeout", "Too slow", "The body did not arrive in time. Send it again.");
            case 413 ->
                new Problem(413, "payload-too-large", "Body too large", "A body may have 65,536 bytes at most.");
            case 415 ->
                new Problem(
                        415,
                        "unsupported-media-type",
                        "Unsupported media type",
                        "Send the body as application/json in UTF-8.");
            case 428 ->
                new Problem(
                        428,
                        "if-match-required",
                        "Say which version you mean",
                        "Send If-Match with the ETag of the version you decided on.");
            case 503 ->
                unavailable("The service stops. Nothing was saved. Send it again: another instance may take it.");
            default ->
                status < 500
                        ? new Problem(
                                status, "malformed-request", "Malformed request", "The request could not be read.")
                        : new Problem(status, "internal", "Internal error", "The request could not be carried out.");
        };
    }

    static Problem notReady() {
        return new Problem(
                503,
                "not-ready",
                "Not ready",
                "The database does not answer, only reads, or lacks tables or rights of this service.");
    }

    static Problem commandNotFound() {
        return new Problem(
                404,
                "command-not-found",
                "No such command",
                "There is no command with this id, or it is forgotten by now.");
    }

    static Problem malformed(String detail) {
        return new Problem(400, "malformed-request", "Malformed request", detail);
    }

    /** Javalin lists the methods of the path as the only detail of a 405. */
    private static void refused(HttpResponseException e, Context context) {
        if (e.getStatus() == 405) {
            context.header("Allow", String.join(", ", e.getDetails().values()));
        }
        if (e.getStatus() == 401) {
            context.header("WWW-Authenticate", "Bearer");
        }
        answer(context, byStatus(e.getStatus()));
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

    private static void unavailable(RuntimeException e, Context context) {
        LOG.warn("A command failed: {}", e.getMessage());
        answer(
                context.header("Retry-After", "5"),
                unavailable("The database does not answer, only reads, or has more to do than it can."
                        + " Nothing was saved. Send it again later."));
    }

    private static Problem unavailable(String detail) {
        return new Problem(503, "unavailable", "Not available now", detail);
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

    /** The caller learns a number under which the log tells more. */
    private static Problem internal(Exception e) {
        String incident = UUID.randomUUID().toString();
        LOG.error("Incident {}", incident, new WithoutMessages(e));
        return new Problem(500, "internal", "Internal error", "Please report incident " + incident + ".");
    }

    private static String messageOf(MalformedRequest e) {
        String message = e.getMessage();
        return message == null ? "The request could not be read." : message;
    }
}
