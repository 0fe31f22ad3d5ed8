package dev.drawbridge.stack.demo;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch.indices.IndexSettings;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.ops.elastic.ElasticsearchClients;
import dev.drawbridge.stack.demo.probe.Endpoints;
import java.io.IOException;
import org.elasticsearch.client.Request;
import org.jspecify.annotations.Nullable;

/** {@code index.refresh_interval} of the index, as administrator. */
final class IndexRefresh implements StockSettings.RefreshInterval {
    private final Endpoints endpoints;

    IndexRefresh(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public @Nullable String get() throws IOException {
        try (ElasticsearchClient client = ElasticsearchClients.open(endpoints.administrator())) {
            var found = client.indices()
                    .getSettings(get -> get.index(endpoints.index()))
                    .get(endpoints.index());
            IndexSettings settings = found == null || found.settings() == null
                    ? null
                    : found.settings().index();
            var interval = settings == null ? null : settings.refreshInterval();
            return interval == null ? null : interval.time();
        } catch (ElasticsearchException e) {
            throw new IOException("Elasticsearch refuses the index's settings: " + ElasticsearchClients.describe(e), e);
        }
    }

    /** Over the client's own HTTP layer: its typed requests cannot hold a null, which brings Elasticsearch's default back. */
    @Override
    public void set(@Nullable String interval) throws IOException {
        ObjectNode settings = new ObjectMapper().createObjectNode();
        settings.putObject("index").put("refresh_interval", interval);
        Request request = new Request("PUT", "/" + endpoints.index() + "/_settings");
        request.setJsonEntity(settings.toString());
        try (ElasticsearchClient client = ElasticsearchClients.open(endpoints.administrator())) {
            ((RestClientTransport) client._transport()).restClient().performRequest(request);
        }
    }
}
