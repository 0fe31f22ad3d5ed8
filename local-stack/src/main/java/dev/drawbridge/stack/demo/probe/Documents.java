package dev.drawbridge.stack.demo.probe;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import dev.drawbridge.ops.elastic.ElasticsearchClients;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Versions of documents as a reader of the alias sees them: of some ids at a time, never their content. Thread-safe. */
public final class Documents implements AutoCloseable {
    private final ElasticsearchClient elasticsearch;
    private final String alias;

    public Documents(Endpoints endpoints) {
        this.elasticsearch = ElasticsearchClients.open(endpoints.reader());
        this.alias = endpoints.alias();
    }

    /** By realtime GET: what is indexed, refreshed or not. Erased orders are there as erasure markers. */
    public Map<String, Integer> get(Collection<String> ids) throws IOException {
        Map<String, Integer> versions = new HashMap<>();
        try {
            elasticsearch
                    .mget(
                            get -> get.index(alias).ids(List.copyOf(ids)).source(source -> source.fetch(false)),
                            Void.class)
                    .docs()
                    .forEach(item -> {
                        if (item.isResult() && item.result().found()) {
                            Long version = item.result().version();
                            versions.put(item.result().id(), version == null ? 0 : Math.toIntExact(version));
                        }
                    });
        } catch (ElasticsearchException e) {
            throw new IOException("Elasticsearch refuses to get documents: " + ElasticsearchClients.describe(e), e);
        }
        return versions;
    }

    /** By search: what is refreshed and not hidden by the alias. */
    public Map<String, Integer> search(Collection<String> ids) throws IOException {
        Map<String, Integer> versions = new HashMap<>();
        try {
            elasticsearch
                    .search(
                            search -> search.index(alias)
                                    .version(true)
                                    .source(source -> source.fetch(false))
                                    .size(ids.size())
                                    .query(query -> query.ids(wanted -> wanted.values(List.copyOf(ids)))),
                            Void.class)
                    .hits()
                    .hits()
                    .forEach(hit -> {
                        Long version = hit.version();
                        versions.put(String.valueOf(hit.id()), version == null ? 0 : Math.toIntExact(version));
                    });
        } catch (ElasticsearchException e) {
            throw new IOException("Elasticsearch refuses to search documents: " + ElasticsearchClients.describe(e), e);
        }
        return versions;
    }

    @Override
    public void close() throws IOException {
        elasticsearch.close();
    }
}
