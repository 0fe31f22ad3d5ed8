package dev.drawbridge.ops.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** What a worker answered, or whoever stands at its address. Nothing of a body is repeated that Connect did not write. */
record ConnectAnswer(URI worker, HttpResponse<String> http) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REBALANCING = 409;

    int status() {
        return http.statusCode();
    }

    boolean isSuccess() {
        return status() / 100 == 2;
    }

    /** @throws ActionRequiredException when the credentials are refused: no later call would go through */
    ConnectAnswer authorized() {
        if (status() == 401 || status() == 403) {
            throw new ActionRequiredException("What answers at " + worker + " refuses the credentials (HTTP " + status()
                    + "). Correct connect.username and connect.password of the environment.");
        }
        return this;
    }

    /** @throws IOException when Connect is busy: the same call may go through later; or when it is not Connect that answers */
    ConnectAnswer unlessBusy() throws IOException {
        if (status() == REBALANCING || status() >= 500 || status() / 100 == 3) {
            throw failure();
        }
        return this;
    }

    /** @throws IOException when it is not a success */
    ConnectAnswer successful() throws IOException {
        if (!isSuccess()) {
            throw failure();
        }
        return this;
    }

    private IOException failure() throws IOException {
        return new IOException("Connect answers HTTP " + status() + ": " + message());
    }

    /** @throws IOException when it is not Connect that answers */
    JsonNode json() throws IOException {
        try {
            JsonNode body = JSON.readTree(http.body());
            if (body.isContainerNode() || (body.isMissingNode() && isSuccess())) {
                return body;
            }
        } catch (JsonProcessingException notJson) {
            // Its message would quote the body.
        }
        throw new IOException("What answers at " + worker + " is not Kafka Connect (HTTP " + status() + ", "
                + http.headers().firstValue("Content-Type").orElse("no content type")
                + location() + "). Check the URL of the worker's REST API, and what stands before it.");
    }

    /** What Connect says is wrong. */
    String message() throws IOException {
        return json().path("message").asText();
    }

    /** Of a validation: one line per problem, {@code option: problem}. */
    List<String> findings() throws IOException {
        List<String> findings = new ArrayList<>();
        for (JsonNode entry : json().path("configs")) {
            JsonNode value = entry.path("value");
            String option = value.path("name").asText() + ": ";
            // some texts begin with the option's name, as Connect shows the texts alone when a connector is created
            value.path("errors")
                    .forEach(error ->
                            findings.add(error.asText().startsWith(option) ? error.asText() : option + error.asText()));
        }
        return findings;
    }

    private String location() {
        return http.headers().firstValue("Location").map(to -> ", to " + to).orElse("");
    }
}
