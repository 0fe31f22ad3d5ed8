package dev.drawbridge.sink;

import dev.drawbridge.sink.config.CheckpointOptions;
import dev.drawbridge.sink.config.ConnectionOptions;
import dev.drawbridge.sink.config.DocumentOptions;
import dev.drawbridge.sink.config.ElasticsearchSinkConfig;
import dev.drawbridge.sink.config.IndexOptions;
import dev.drawbridge.sink.elastic.Elasticsearch;
import dev.drawbridge.sink.elastic.IndexAliases;
import dev.drawbridge.sink.elastic.IndexMapping;
import dev.drawbridge.sink.elastic.IngestPipelines;
import dev.drawbridge.sink.elastic.TargetIndex;
import dev.drawbridge.sink.elastic.http.AuthFailureGrace;
import dev.drawbridge.sink.elastic.http.ForeignAnswerException;
import dev.drawbridge.sink.elastic.http.TlsFailure;
import dev.drawbridge.sink.failure.ClusterUnavailableException;
import dev.drawbridge.sink.failure.RefusedException;
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
    private static final List<String> PRIVILEGES = List.of(
            "indices:data/write/bulk",
            "indices:data/write/index",
            "indices:admin/refresh",
            "indices:data/read/search",
            "view_index_metadata");

    private static final List<String> CHECKPOINT_PRIVILEGES = List.of(
            "create_index",
            "indices:data/write/bulk",
            "indices:data/write/index",
            "indices:data/read/mget",
            "view_index_metadata");

    private final ElasticsearchSinkConfig config;
    private final Map<String, String> problems = new LinkedHashMap<>();

    private ClusterCheck(ElasticsearchSinkConfig config) {
        this.config = config;
    }

    /** Opens connections of its own, for a few seconds at most. */
    static Map<String, String> problems(ElasticsearchSinkConfig config) {
        ClusterCheck check = new ClusterCheck(config);
        try (Elasticsearch elasticsearch = new Elasticsearch(config.connection().withShortTimeouts())) {
            for (String index : new TreeSet<>(config.indexByTopic().values())) {
                check.checkTarget(index, elasticsearch);
            }
            check.checkCheckpointIndex(new TargetIndex(elasticsearch, config.checkpointIndex()));
        } catch (ClusterUnavailableException e) {
            check.unavailable(e);
        } catch (RefusedException e) {
            boolean aboutTheUser = AuthFailureGrace.isAboutTheUser(e.status());
            check.found(aboutTheUser ? check.identity() : mapping(), String.valueOf(e.getMessage()));
        } catch (KafkaException e) {
            check.found(
                    ConnectionOptions.TLS_PREFIX + "ssl.truststore.location",
                    "TLS cannot be set up: " + e.getMessage() + "; check the options elastic.https.ssl.*");
        } catch (IOException e) {
            LOG.debug("Closing the connections of a check failed", e);
        }
        return check.problems;
    }

    /** To go on without the cluster is no remedy where TLS fails or something else answers: that would not change later. */
    private void unavailable(ClusterUnavailableException failure) {
        Optional<ForeignAnswerException> foreign = ForeignAnswerException.of(failure);
        Optional<TlsFailure> tls = TlsFailure.of(failure);
        if (foreign.isPresent()) {
            found(
                    ConnectionOptions.URL_CONFIG,
                    foreign.get().getMessage() + "; " + foreign.get().remedy());
        } else if (tls.isPresent()) {
            found(tls.get().option(), failure.getMessage() + "; " + tls.get().remedy());
        } else {
            found(
                    ConnectionOptions.URL_CONFIG,
                    failure.getMessage()
                            + "; check the addresses, or set connection.check=warn to go on without the cluster");
        }
    }

    private void checkTarget(String name, Elasticsearch elasticsearch) {
        TargetIndex index = new TargetIndex(elasticsearch, name);
        switch (index.state()) {
            case PRESENT -> checkExisting(name, index, new IngestPipelines(elasticsearch, name));
            case ALIAS -> found(mapping(), name + " is an alias; name the concrete index behind it");
            case DATA_STREAM -> found(mapping(), name + TargetIndex.DATA_STREAM_PROBLEM);
            case MISSING -> checkDefinition(name, index);
        }
    }

    /** Of an index that is to be created. */
    private void checkDefinition(String name, TargetIndex index) {
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

    private void checkExisting(String name, TargetIndex index, IngestPipelines pipelines) {
        pipelines.problem().ifPresent(problem -> found(mapping(), "index " + name + " " + problem));
        requirePermission(name, index, privileges());
        IndexMapping mapped = index.mapping();
        mapped.dynamicMappingProblem().ifPresent(problem -> found(mapping(), "index " + name + " " + problem));
        if (config.getString(DocumentOptions.NULL_VALUES_CONFIG).equals("mark-erased")) {
            mapped.erasureMarkerProblem()
                    .ifPresent(problem -> found(DocumentOptions.NULL_VALUES_CONFIG, "index " + name + " " + problem));
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

    private void checkCheckpointIndex(TargetIndex index) {
        if (!index.isPermitted(CHECKPOINT_PRIVILEGES)) {
            found(
                    CheckpointOptions.CHECKPOINT_INDEX_CONFIG,
                    "the role lacks one of " + String.join(", ", CHECKPOINT_PRIVILEGES) + " on "
                            + config.checkpointIndex() + "; grant them");
        } else if (index.state() == TargetIndex.IndexState.ALIAS
                || index.state() == TargetIndex.IndexState.DATA_STREAM) {
            found(
                    CheckpointOptions.CHECKPOINT_INDEX_CONFIG,
                    config.checkpointIndex() + " is an alias or a data stream; name an index of its own");
        }
    }

    private List<String> privileges() {
        List<String> needed = new ArrayList<>(PRIVILEGES);
        if (config.getString(DocumentOptions.NULL_VALUES_CONFIG).equals("delete")) {
            needed.add("indices:data/write/delete");
        }
        return needed;
    }

    private void found(String option, String problem) {
        problems.merge(option, problem, (one, other) -> one + "; " + other);
    }

    private static String mapping() {
        return DocumentOptions.TOPIC_MAPPING_CONFIG;
    }
}
