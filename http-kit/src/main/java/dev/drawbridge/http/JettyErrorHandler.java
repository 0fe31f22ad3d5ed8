package dev.drawbridge.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Problems where routes and their error handling are not reached: requests that are no HTTP, those that come while the
 * service stops, and errors of the JVM.
 */
final class JettyErrorHandler extends ErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger(JettyErrorHandler.class);

    private final ProblemMapper problems;

    JettyErrorHandler(ProblemMapper problems) {
        this.problems = problems;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int status,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback)
            throws IOException {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
        if (status == 503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
        }
        Content.Sink.write(response, true, problems.byStatus(status).toJson(), callback);
    }

    void answer(HttpServletResponse response, Error error) {
        LOG.error("Incident {}", UUID.randomUUID(), new RedactedException(error));
        try {
            response.setStatus(500);
            response.setContentType(Problem.CONTENT_TYPE);
            response.getOutputStream().write(problems.byStatus(500).toJson().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("The caller is gone", e);
        }
    }
}
