package dev.drawbridge.sink;

import dev.drawbridge.sink.bulk.ClusterUnavailableException;
import dev.drawbridge.sink.elastic.Elasticsearch;
import dev.drawbridge.sink.elastic.IndexAliases;
import dev.drawbridge.sink.elastic.IndexMapping;
import dev.drawbridge.sink.elastic.RefusedException;
import dev.drawbridge.sink.elastic.TargetIndex;
import dev.drawbridge.sink.elastic.TlsFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            check.unavailable(e);
        } catch (RefusedException e) {
            boolean aboutTheUser = e.status() == 401 || e.status() == 403;
            check.found(aboutTheUser ? check.identity() : mapping(), String.valueOf(e.getMessage()));
        } catch (KafkaException e) {
            check.found(
                    ConnectionOptions.TLS_PREFIX + "ssl.truststore.location",
                    "TLS cannot be set up: " + e.getMessage() + "; check the options elastic.https.ssl.*");
        } catch (IOException e) {
            LOG.debug("Closing the connections of a check failed", e);
        }
        return check.flaws;
    }

    /** To go on without the cluster is no remedy where TLS fails: nothing would mend that later. */
    private void unavailable(ClusterUnavailableException failure) {
        TlsFailure.of(failure)
                .ifPresentOrElse(
                        tls -> found(tls.option(), failure.getMessage() + "; " + tls.remedy()),
                        () -> found(
                                ConnectionOptions.URL_CONFIG,
                                failure.getMessage() + "; check the addresses, or set connection.check=warn to go on"
                                        + " without the cluster"));
    }

    private void look(String name, TargetIndex index) {
        switch (index.state()) {
            case PRESENT -> lookInside(name, index);
            case ALIAS -> found(mapping(), name + " is an alias; name the concrete index behind it");
            case MISSING -> lookForward(name, index);
        }
    }

    /** At an index that is to be created. */
    private void lookForward(String name, TargetIndex index) {
        if (config.indexDefinition().isEmpty()) {
            found(
                    mapping(),
                    "index " + name + " does not exist; create it with its mapping, or set "
                            + IndexOptions.INDEX_DEFINITION_CONFIG);
            return;
        }
        List<String> privileges = privileges();
        privileges.add("create_index");
        requirePermission(name, index, privileges);
        requireAliases(
                name, index, IndexAliases.ofDefinition(config.indexDefinition().get()));
    }

    private void requireAliases(String name, TargetIndex index, List<String> aliases) {
        if (!aliases.isEmpty() && !index.mayHave(aliases)) {
            found(
                    identity(),
                    "the role lacks " + TargetIndex.ALIASES_PRIVILEGE + " on " + name + " or on its aliases "
                            + String.join(", ", aliases) + "; grant it on each of them, or take aliases out of "
                            + IndexOptions.INDEX_DEFINITION_CONFIG + " and add them by another user");
        }
    }

    private void lookInside(String name, TargetIndex index) {
        requirePermission(name, index, privileges());
        IndexMapping mapped = index.mapping();
        mapped.growth().ifPresent(flaw -> found(mapping(), "index " + name + " " + flaw));
        if (config.getString(DocumentOptions.NULL_VALUES_CONFIG).equals("stub")) {
            mapped.flawForStubs()
                    .ifPresent(flaw -> found(DocumentOptions.NULL_VALUES_CONFIG, "index " + name + " " + flaw));
        }
    }

    private void requirePermission(String name, TargetIndex index, List<String> privileges) {
        if (!index.isPermitted(privileges)) {
            found(
                    identity(),
                    "the role lacks one of " + String.join(", ", privileges) + " on " + name + "; grant them");
        }
    }

    /** The option that says who the sink is. */
    private String identity() {
        return config.getPassword(ConnectionOptions.API_KEY_CONFIG) == null
                ? ConnectionOptions.USERNAME_CONFIG
                : ConnectionOptions.API_KEY_CONFIG;
    }

    private void lookAtProgress(TargetIndex index) {
        if (!index.isPermitted(PROGRESS_PRIVILEGES)) {
            found(
                    IndexOptions.PROGRESS_INDEX_CONFIG,
                    "the role lacks one of " + String.join(", ", PROGRESS_PRIVILEGES) + " on " + config.progressIndex()
                            + "; grant them");
        } else if (index.state() == TargetIndex.IndexState.ALIAS) {
            found(
                    IndexOptions.PROGRESS_INDEX_CONFIG,
                    config.progressIndex() + " is an alias; name an index of its own");
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
