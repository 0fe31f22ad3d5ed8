package dev.drawbridge.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which problem stands for what goes wrong in HTTP itself; a service adds its own. Thread-safe. */
public final class ProblemMapper {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    private final String pathHint;

    /** @param pathHint which paths and methods there are, in a sentence */
    public ProblemMapper(String pathHint) {
        this.pathHint = pathHint;
    }

    void register(RoutesConfig routes) {
        routes.exception(MalformedRequest.class, (e, context) -> answer(context, malformed(messageOf(e))));
        routes.exception(HttpResponseException.class, this::refused);
        routes.exception(Exception.class, (e, context) -> answer(context, internal(e)));
    }

    /** Answers with a problem. */
    public static void answer(Context context, Problem problem) {
        context.status(problem.status()).contentType(Problem.CONTENT_TYPE).result(problem.toJson());
    }

    /** 503: try the same request again, later. */
    public static Problem unavailable(String detail) {
        return new Problem(503, "unavailable", "Not available now", detail);
    }

    static Problem notReady(String detail) {
        return new Problem(503, "not-ready", "Not ready", detail);
    }

    private static Problem malformed(String detail) {
        return new Problem(400, "malformed-request", "Malformed request", detail);
    }

    /** Refusals by the HTTP layer itself. */
    Problem byStatus(int status) {
        return switch (status) {
            case 401 ->
                new Problem(
                        401,
                        "unauthorized",
                        "Unauthorized",
                        "Send the API key you were given: Authorization: Bearer KEY.");
            case 403 ->
                new Problem(403, "forbidden", "Forbidden", "This API key does not allow that: send an operator's.");
            case 404 -> new Problem(404, "no-such-path", "No such path", pathHint);
            case 405 -> new Problem(405, "method-not-allowed", "Method not allowed", pathHint);
            case 408 ->
                new Problem(
                        408, "request-timeout", "Request timeout", "The body did not arrive in time. Send it again.");
            case 413 ->
                new Problem(
                        413,
                        "payload-too-large",
                        "Body too large",
                        String.format(Locale.ROOT, "A body may have %,d bytes at most.", RequestBody.MAX_BYTES));
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
                        "Precondition required",
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

    /** Javalin lists the methods of the path as the only detail of a 405. */
    private void refused(HttpResponseException e, Context context) {
        if (e.getStatus() == 405) {
            context.header("Allow", String.join(", ", e.getDetails().values()));
        }
        if (e.getStatus() == 401) {
            context.header("WWW-Authenticate", "Bearer");
        }
        answer(context, byStatus(e.getStatus()));
    }

    /** The caller learns a number under which the log says more. */
    private static Problem internal(Exception e) {
        String incident = UUID.randomUUID().toString();
        LOG.error("Incident {}", incident, new RedactedException(e));
        return new Problem(500, "internal", "Internal error", "Please report incident " + incident + ".");
    }

    private static String messageOf(MalformedRequest e) {
        return Objects.requireNonNullElse(e.getMessage(), "The request could not be read.");
    }
}
