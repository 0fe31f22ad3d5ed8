package dev.drawbridge.write.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.http.JsonBody;
import dev.drawbridge.http.MalformedRequest;
import dev.drawbridge.http.Problem;
import dev.drawbridge.http.ProblemMapper;
import dev.drawbridge.http.RequestBody;
import dev.drawbridge.write.order.application.Republisher;
import dev.drawbridge.write.order.application.Republisher.Batch;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Republishes aggregates for an operator: named ones, or page by page all of them. A batch is bounded, and may be sent again:
 * readers see the versions that they have. Any write service may offer the same route. Thread-safe.
 */
final class RepublishRoute {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String AGGREGATE_TYPE = "order";
    private static final int MOST = 500;

    private final Republisher republisher;
    private final Duration bodyTimeout;

    RepublishRoute(Republisher republisher, Duration bodyTimeout) {
        this.republisher = republisher;
        this.bodyTimeout = bodyTimeout;
    }

    void register(RoutesConfig routes) {
        routes.post("/admin/outbox/republish", this::republish);
    }

    private void republish(Context context) {
        String text = RequestBody.json(context, bodyTimeout);
        JsonBody body = JsonBody.parse(text.isEmpty() ? "{}" : text);
        String aggregateType = body.text("aggregateType");
        List<String> ids = body.optionalTexts("ids", MOST);
        @Nullable String after = body.optionalText("after");
        @Nullable Integer limit = body.optionalWholeNumber("limit");
        body.requireNothingElse();
        if (!aggregateType.equals(AGGREGATE_TYPE)) {
            ProblemMapper.answer(context, unknownType());
        } else if (ids.isEmpty()) {
            answer(context, page(after, limit), List.of());
        } else if (after != null || limit != null) {
            throw new MalformedRequest("The fields after and limit go through all aggregates: leave out ids.");
        } else {
            named(context, ids);
        }
    }

    /** What is no UUID is the id of no aggregate: it is missing, and does not hold up the others. */
    private void named(Context context, List<String> ids) {
        Map<Boolean, List<String>> known = ids.stream().collect(Collectors.partitioningBy(CommandRequest::isUuid));
        List<UUID> uuids = known.getOrDefault(true, List.of()).stream()
                .map(UUID::fromString)
                .toList();
        answer(context, republisher.republish(uuids), known.getOrDefault(false, List.of()));
    }

    private Batch page(@Nullable String after, @Nullable Integer limit) {
        int most = limit == null ? MOST : limit;
        if (most < 1 || most > MOST) {
            throw new MalformedRequest("The field limit must be a number from 1 to " + MOST + ".");
        }
        if (after != null && !CommandRequest.isUuid(after)) {
            throw new MalformedRequest("The field after must be a UUID, the next of an answer.");
        }
        return republisher.republishPage(after == null ? null : UUID.fromString(after), most);
    }

    private static void answer(Context context, Batch batch, List<String> alsoMissing) {
        ObjectNode json = JSON.createObjectNode().put("republished", batch.republished());
        ArrayNode missing = json.putArray("missing");
        batch.missing().forEach(id -> missing.add(id.toString()));
        alsoMissing.forEach(missing::add);
        json.put("next", batch.next() == null ? null : batch.next().toString());
        context.header("Cache-Control", "no-store")
                .contentType("application/json")
                .result(json.toString());
    }

    private static Problem unknownType() {
        return new Problem(
                422,
                "unknown-aggregate-type",
                "Unknown aggregate type",
                "This service publishes aggregates of type " + AGGREGATE_TYPE + " alone.");
    }
}
