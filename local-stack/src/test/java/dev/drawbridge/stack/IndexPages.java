package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.function.Consumer;

/** All hits of an index or of several, page by page: a single search answers with 10,000 and says nothing of the rest. */
final class IndexPages {
    private final TestStack stack;

    IndexPages(TestStack stack) {
        this.stack = stack;
    }

    /** @param search a search's body, without a size; its index is refreshed before */
    void forEachHit(String index, String search, Consumer<JsonNode> reader) throws IOException, InterruptedException {
        post(index + "/_refresh", "{}");
        JsonNode page = post(index + "/_search?size=5000&scroll=1m", search);
        long total = page.at("/hits/total/value").asLong(-1);
        long read = 0;
        while (!page.at("/hits/hits").isEmpty()) {
            page.at("/hits/hits").forEach(reader);
            read += page.at("/hits/hits").size();
            page = post(
                    "/_search/scroll",
                    "{\"scroll\":\"1m\",\"scroll_id\":\""
                            + page.get("_scroll_id").asText() + "\"}");
        }
        assertThat(read).as("hits read of " + index).isEqualTo(total);
    }

    private JsonNode post(String path, String body) throws IOException, InterruptedException {
        return TestStack.JSON.readTree(
                stack.elasticsearch("admin", "POST", path, body).body());
    }
}
