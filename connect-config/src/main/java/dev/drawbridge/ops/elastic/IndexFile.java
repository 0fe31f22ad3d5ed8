package dev.drawbridge.ops.elastic;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch.indices.IndexSettings;
import co.elastic.clients.transport.TransportException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.files.ReadModel;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;

/** An index definition: settings, explicit mapping, alias with its filter. Immutable. */
public final class IndexFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NOT_FOUND = 404;

    private final String index;
    private final JsonNode definition;

    private IndexFile(String index, JsonNode definition) {
        this.index = index;
        this.definition = definition;
    }

    /** @throws ActionRequiredException when the file is missing or not JSON, or asks for an unknown placeholder */
    public static IndexFile read(ReadModel readModel) {
        String text = ConnectorFile.text(readModel.indexFile());
        String filled =
                readModel.placeholders().fill(text, readModel.indexFile().toString());
        try {
            return new IndexFile(readModel.index(), JSON.readTree(filled));
        } catch (JsonProcessingException e) {
            throw new ActionRequiredException(
                    readModel.indexFile() + " is not JSON: " + e.getOriginalMessage() + ". Correct it.");
        }
    }

    /**
     * Creates the index unless it exists; one that does gets its refresh interval and number of replicas from the file, and keeps
     * everything else it has.
     *
     * @throws ActionRequiredException with Elasticsearch's answer when it refuses
     * @throws IOException when it does not answer, or something else does
     */
    public void apply(ElasticsearchClient elasticsearch) throws IOException {
        try {
            Optional<IndexSettings> existing = existing(elasticsearch);
            if (existing.isEmpty()) {
                elasticsearch.indices().create(create -> create.index(index)
                        .withJson(new StringReader(definition.toString())));
            } else {
                correct(elasticsearch, existing.get());
            }
        } catch (ElasticsearchException e) {
            throw new ActionRequiredException(
                    "Elasticsearch refuses index '" + index + "' (" + ElasticsearchClients.describe(e) + ").");
        } catch (TransportException e) { // its message may quote what answered
            throw new IOException("What answers for index '" + index + "' is not Elasticsearch (HTTP " + e.statusCode()
                    + "). Check elasticsearch.url of the environment, and what stands before it.");
        }
    }

    private Optional<IndexSettings> existing(ElasticsearchClient elasticsearch) throws IOException {
        try {
            var settings =
                    elasticsearch.indices().getSettings(get -> get.index(index)).get(index);
            return Optional.ofNullable(settings).map(found -> found.settings()).map(found -> found.index());
        } catch (ElasticsearchException e) {
            if (e.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** An index takes these settings at any time. */
    private void correct(ElasticsearchClient elasticsearch, IndexSettings existing) throws IOException {
        IndexSettings.Builder changes = new IndexSettings.Builder();
        boolean differs = false;
        Optional<String> interval = wanted("refresh_interval");
        var found = existing.refreshInterval();
        if (interval.isPresent() && (found == null || !interval.get().equals(found.time()))) {
            changes.refreshInterval(time -> time.time(interval.get()));
            differs = true;
        }
        Optional<String> replicas = wanted("number_of_replicas");
        if (replicas.isPresent() && !replicas.get().equals(existing.numberOfReplicas())) {
            changes.numberOfReplicas(replicas.get());
            differs = true;
        }
        if (differs) {
            elasticsearch.indices().putSettings(put -> put.index(index).settings(changes.build()));
        }
    }

    private Optional<String> wanted(String setting) {
        JsonNode value = definition.at("/settings/index/" + setting);
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.asText());
    }
}
