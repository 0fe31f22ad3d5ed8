package dev.drawbridge.ops.republish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.environment.HttpAccess;
import dev.drawbridge.ops.http.HttpEndpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /admin/outbox/republish} of a write service: aggregates are published again at the version they have, marked as
 * replays. Each call may be repeated. Thread-safe.
 */
public final class RepublishApi {
    /** The most of one request. */
    public static final int PAGE = 500;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/admin/outbox/republish";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int UNAVAILABLE = 503;
    private static final int ATTEMPTS = 5;

    private final HttpEndpoint service;
    private final Duration pause;

    /** @param access with an operator's key */
    public RepublishApi(HttpAccess access) {
        this(access, Duration.ofSeconds(1));
    }

    /** @param pause before a service that is unavailable is asked again */
    RepublishApi(HttpAccess access, Duration pause) {
        this.service = new HttpEndpoint(access);
        this.pause = pause;
    }

    /**
     * What came of a request.
     *
     * @param missing ids of which the service has no aggregate
     * @param next where the next page begins; empty when there is none
     */
    public record Answer(long republished, List<String> missing, Optional<String> next) {}

    /** Republishes these aggregates, in as many requests as it takes. */
    public Answer some(String aggregatetype, Collection<String> ids) throws IOException, InterruptedException {
        long republished = 0;
        List<String> missing = new ArrayList<>();
        List<String> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += PAGE) {
            ObjectNode request = JSON.createObjectNode().put("aggregateType", aggregatetype);
            all.subList(from, Math.min(all.size(), from + PAGE)).forEach(request.putArray("ids")::add);
            Answer answer = send(request);
            republished += answer.republished();
            missing.addAll(answer.missing());
        }
        return new Answer(republished, missing, Optional.empty());
    }

    /** Republishes the next page of all aggregates of a type. */
    public Answer page(String aggregatetype, @Nullable String after, int limit)
            throws IOException, InterruptedException {
        return send(JSON.createObjectNode()
                .put("aggregateType", aggregatetype)
                .put("after", after)
                .put("limit", limit));
    }

    private Answer send(ObjectNode request) throws IOException, InterruptedException {
        HttpResponse<String> response = post(request);
        for (int attempt = 1; response.statusCode() == UNAVAILABLE && attempt < ATTEMPTS; attempt++) {
            Thread.sleep(pause.toMillis());
            response = post(request);
        }
        JsonNode body = json(response);
        if (response.statusCode() != 200) {
            throw new ActionRequiredException("The write service at " + service.url() + " does not republish (HTTP "
                    + response.statusCode() + " " + body.path("type").asText() + ": "
                    + body.path("title").asText() + "). " + remedy(response.statusCode()));
        }
        List<String> missing = new ArrayList<>();
        body.path("missing").forEach(id -> missing.add(id.asText()));
        return new Answer(
                body.path("republished").asLong(),
                missing,
                Optional.ofNullable(body.path("next").textValue()));
    }

    private HttpResponse<String> post(ObjectNode request) throws IOException, InterruptedException {
        try {
            return service.send(PATH, TIMEOUT, http -> http.POST(BodyPublishers.ofString(request.toString())));
        } catch (ConnectException | HttpTimeoutException e) { // come without the address
            throw (IOException)
                    new ConnectException("The write service does not answer at " + service.url()).initCause(e);
        }
    }

    private static String remedy(int status) {
        return switch (status) {
            case 401, 403 -> "Give write-api.key of the environment an operator's key of the service.";
            case 404 -> "Correct write-api.url of the environment: the service has no such route.";
            case UNAVAILABLE -> "It is safe to send it again later.";
            default -> "Correct the ids or the aggregate type.";
        };
    }

    private JsonNode json(HttpResponse<String> response) throws IOException {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) { // its message would quote the body
            throw new IOException("What answers at " + service.url() + " is no write service (HTTP "
                    + response.statusCode() + "). Check write-api.url of the environment.");
        }
    }
}
