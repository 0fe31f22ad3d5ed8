package dev.drawbridge.sink;

import dev.drawbridge.sink.bulk.ClusterUnavailableException;
import dev.drawbridge.sink.elastic.Elasticsearch;
import dev.drawbridge.sink.elastic.RefusedException;
import dev.drawbridge.sink.elastic.TargetIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the cluster itself whether a configuration will work: what is wrong, by option, each with its remedy. */
final class ClusterCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterCheck.class);
    private static final List<String> PRIVILEGES =
            List.of("indices:data/write/bulk", "indices:data/write/index", "view_index_metadata");

    private static final List<String> PROGRESS_PRIVILEGES = List.of(
            "create_index",
            "indices:data/write/bulk",
            "indices:data/write/index",
            "indices:data/read/mget",
            "view_index_metadata");

    private final ElasticsearchSinkConfig config;
    private final Map<String, String> flaws = new LinkedHashMap<>();

    private ClusterCheck(ElasticsearchSinkConfig config) {
        this.config = config;
    }

    /** Opens connections of its own, for a few seconds at most. */
    static Map<String, String> flaws(ElasticsearchSinkConfig config) {
        ClusterCheck check = new ClusterCheck(config);
        try (Elasticsearch elasticsearch = new Elasticsearch(config.connection().impatient())) {
            for (String index : new TreeSet<>(config.indexByTopic().values())) {
                check.look(index, new TargetIndex(elasticsearch, index));
            }
            check.lookAtProgress(new TargetIndex(elasticsearch, config.progressIndex()));
        } catch (ClusterUnavailableException e) {
            check.found(
                    ConnectionOptions.URL_CONFIG,
                    e.getMessage()
                            + "; check the addresses, or set connection.check=warn to go on without the cluster");
        } catch (RefusedException e) {
            check.found(
                    e.status() == 401 ? ConnectionOptions.USERNAME_CONFIG : mapping(), String.valueOf(e.getMessage()));
        } catch (KafkaException e) {
            check.found(
                    ConnectionOptions.TLS_PREFIX + "ssl.truststore.location",
                    "TLS cannot be set up: " + e.getMessage() + "; check the options elastic.https.ssl.*");
        } catch (IOException e) {
            LOG.debug("Closing the connections of a check failed", e);
        }
        return check.flaws;
    }

    private void look(String name, TargetIndex index) {
        switch (index.state()) {
            case PRESENT -> lookInside(name, index);
            case ALIAS -> found(mapping(), name + " is an alias; name the concrete index behind it");
            case MISSING -> {
                if (config.indexDefinition().isEmpty()) {
                    found(
                            mapping(),
                            "index " + name + " does not exist; create it with its mapping, or set "
                                    + IndexOptions.INDEX_DEFINITION_CONFIG);
                }
            }
        }
    }

    private void lookInside(String name, TargetIndex index) {
        if (!index.isPermitted(privileges())) {
            found(
                    ConnectionOptions.USERNAME_CONFIG,
                    "the role lacks one of " + String.join(", ", privileges()) + " on " + name + "; grant them");
        }
        if (index.mapsFieldsByItself()) {
            found(
                    mapping(),
                    "index " + name
                            + " maps new fields by itself; set dynamic to false or strict in its mapping, so that"
                            + " a document never changes it");
        }
        boolean stubs = config.getString(DocumentOptions.NULL_VALUES_CONFIG).equals("stub");
        if (stubs && !index.typeOf("erased").equals(Optional.of("boolean"))) {
            found(
                    DocumentOptions.NULL_VALUES_CONFIG,
                    "index " + name + " does not map erased as boolean, so no alias can hide the stubs of erased"
                            + " documents; add it to the mapping");
        }
    }

    private void lookAtProgress(TargetIndex index) {
        if (config.maxStop().isPresent() && !index.isPermitted(PROGRESS_PRIVILEGES)) {
            found(
                    IndexOptions.PROGRESS_INDEX_CONFIG,
                    "the role lacks one of " + String.join(", ", PROGRESS_PRIVILEGES) + " on " + config.progressIndex()
                            + "; grant them, or set max.stop.ms=-1 if no topic is compacted");
        }
    }

    private List<String> privileges() {
        List<String> needed = new ArrayList<>(PRIVILEGES);
        if (config.getString(DocumentOptions.NULL_VALUES_CONFIG).equals("delete")) {
            needed.add("indices:data/write/delete");
        }
        return needed;
    }

    private void found(String option, String flaw) {
        flaws.merge(option, flaw, (one, other) -> one + "; " + other);
    }

    private static String mapping() {
        return DocumentOptions.TOPIC_MAPPING_CONFIG;
    }
}
