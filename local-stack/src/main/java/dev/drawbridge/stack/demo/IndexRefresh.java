package dev.drawbridge.stack.demo;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch.indices.IndexSettings;
import dev.drawbridge.ops.elastic.ElasticsearchClients;
import dev.drawbridge.stack.demo.probe.Endpoints;
import java.io.IOException;
import java.io.StringReader;
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

    @Override
    public void set(@Nullable String interval) throws IOException {
        String value = interval == null ? "null" : "\"" + interval + "\""; // null puts Elasticsearch's default back
        try (ElasticsearchClient client = ElasticsearchClients.open(endpoints.administrator())) {
            client.indices().putSettings(put -> put.index(endpoints.index())
                    .settings(settings ->
                            settings.withJson(new StringReader("{\"index\":{\"refresh_interval\":" + value + "}}"))));
        } catch (ElasticsearchException e) {
            throw new IOException(
                    "Elasticsearch refuses to set the index's settings: " + ElasticsearchClients.describe(e), e);
        }
    }
}
