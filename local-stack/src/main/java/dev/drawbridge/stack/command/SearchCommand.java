package dev.drawbridge.stack.command;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.stack.component.ElasticsearchServer;
import dev.drawbridge.stack.component.Stack;
import dev.drawbridge.stack.process.Probe;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Searches the alias as the read-only user, as a search page would. */
@Command(name = "search", description = "Find orders by words of customer, city or product.")
public final class SearchCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES) // 1991.00 is not 1991.0
            .build();
    private static final List<String> FIELDS = List.of("customerName", "customerCity", "lines.productName");

    @Parameters(index = "0", paramLabel = "WORDS", description = "All of them must occur")
    private String words = "";

    @Override
    public Integer call() throws Exception {
        Stack stack = Drawbridge.stack((what, took) -> {});
        JsonNode answer = search(stack.elasticsearch, words);
        JsonNode hits = answer.path("hits").path("hits");
        for (JsonNode hit : hits) {
            System.out.println(line(hit.path("_source")));
        }
        System.out.println(answer.at("/hits/total/value").asLong() + " found in "
                + answer.path("took").asLong() + " ms");
        return 0;
    }

    public static JsonNode search(ElasticsearchServer elasticsearch, String words)
            throws IOException, InterruptedException {
        ObjectNode query = JSON.createObjectNode();
        ObjectNode match = query.putObject("query").putObject("multi_match");
        // Each word may stand in another field: the customer in one, the product in the next.
        match.put("query", words).put("type", "cross_fields").put("operator", "and");
        FIELDS.forEach(match.putArray("fields")::add);
        try {
            HttpResponse<String> answer = Probe.send(Probe.request(
                            elasticsearch.uri().resolve("/" + ElasticsearchServer.ALIAS + "/_search?size=20"),
                            elasticsearch.credentials("search"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(query.toString())));
            if (answer.statusCode() != 200) {
                throw new ActionRequiredException(
                        "Elasticsearch answers HTTP " + answer.statusCode() + " to the search: "
                                + JSON.readTree(answer.body()).at("/error/type").asText() + ".");
            }
            return JSON.readTree(answer.body());
        } catch (java.net.ConnectException e) {
            throw new ActionRequiredException("Elasticsearch does not answer on port " + elasticsearch.port()
                    + "; start the stack with ./drawbridge up.");
        }
    }

    private static String line(JsonNode order) {
        List<String> products = new ArrayList<>();
        order.path("lines")
                .forEach(line -> products.add(line.path("quantity").asText() + " x "
                        + line.path("productName").asText()));
        return String.format(
                Locale.ROOT,
                "%s v%s %s  %s, %s  %s %s  %s",
                order.path("orderId").asText(),
                order.path("version").asText(),
                order.path("status").asText(),
                order.path("customerName").asText(),
                order.path("customerCity").asText(),
                order.path("total").asText(),
                order.path("currency").asText(),
                String.join(", ", products));
    }
}
