package dev.drawbridge.sink;

import static java.util.Objects.requireNonNull;

import dev.drawbridge.sink.elastic.Elasticsearch;
import dev.drawbridge.sink.elastic.IndexIdentity;
import dev.drawbridge.sink.elastic.TargetIndex;
import dev.drawbridge.sink.failure.RefusedException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that every index written to is there, and stays the same: a bulk to a missing one would create it without a mapping,
 * where the cluster and the role allow it. For the task's thread alone.
 */
final class TargetIndices {

    private static final Logger LOG = LoggerFactory.getLogger(TargetIndices.class);

    private final Collection<String> names;
    private final Optional<String> definition;
    private final boolean refusesDynamicMapping;
    private final Map<String, IndexIdentity> identities = new TreeMap<>();

    /**
     * @param definition of an index that is missing; without one that is an error
     * @param refusesDynamicMapping whether an index must not map new fields by itself
     */
    TargetIndices(Collection<String> names, Optional<String> definition, boolean refusesDynamicMapping) {
        this.names = new TreeSet<>(names);
        this.definition = definition;
        this.refusesDynamicMapping = refusesDynamicMapping;
    }

    /**
     * Checks, unless that has been done.
     *
     * @throws dev.drawbridge.sink.failure.ClusterUnavailableException when it cannot be known now
     * @throws ConnectException when an index is missing, is an alias, or maps new fields by itself
     */
    void check(Elasticsearch elasticsearch) {
        for (String name : names) {
            if (!identities.containsKey(name)) {
                TargetIndex index = new TargetIndex(elasticsearch, name);
                require(name, index);
                identities.put(name, index.identity().orElseThrow(() -> gone(name)));
            }
        }
    }

    /**
     * Checks that the documents sent so far went where they should: to be asked before their offsets are committed.
     *
     * @throws dev.drawbridge.sink.failure.ClusterUnavailableException when it cannot be known now
     * @throws ConnectException when an index has gone since, or another has its name
     */
    void requireSame(Elasticsearch elasticsearch) {
        identities.forEach((name, identity) -> {
            if (!new TargetIndex(elasticsearch, name).identity().equals(Optional.of(identity))) {
                throw gone(name);
            }
        });
    }

    private static ConnectException gone(String name) {
        return new ConnectException(
                "Index " + name + " was deleted, recreated or restored while the task was running: it is not known"
                        + " what it holds, and offsets are not committed since. Create it with its mapping, then restart the task: an empty"
                        + " index is filled from the beginning of the topic");
    }

    /** The identity that the task began with; checks first, as {@link #check} does. */
    IndexIdentity identity(Elasticsearch elasticsearch, String name) {
        check(elasticsearch);
        return requireNonNull(identities.get(name));
    }

    private void require(String name, TargetIndex index) {
        switch (index.state()) {
            case PRESENT -> refuseDynamicMapping(name, index);
            case MISSING -> create(name, index);
            case DATA_STREAM ->
                throw new ConnectException(
                        name + TargetIndex.DATA_STREAM_PROBLEM + " in topic.to.external.resource.mapping");
            case ALIAS ->
                throw new ConnectException(name + " is an alias; name the concrete index behind it in"
                        + " topic.to.external.resource.mapping");
        }
    }

    private void refuseDynamicMapping(String name, TargetIndex index) {
        if (refusesDynamicMapping) {
            index.mapping().dynamicMappingProblem().ifPresent(problem -> {
                throw new ConnectException(
                        "Index " + name + " " + problem
                                + " (or set connection.check=warn). If a bulk created it because it had been deleted, create it again");
            });
        }
    }

    private void create(String name, TargetIndex index) {
        if (definition.isEmpty()) {
            throw new ConnectException("Index " + name + " does not exist; create it with its mapping, set"
                    + " index.definition, or correct topic.to.external.resource.mapping, then restart the task: a new index is filled"
                    + " from the beginning of the topic");
        }
        try {
            index.create(definition.get());
        } catch (RefusedException e) {
            throw new ConnectException(
                    "Cannot create index " + name + " from index.definition, which may be wrong, or the"
                            + " privilege create_index missing, or with aliases in it " + TargetIndex.ALIASES_PRIVILEGE
                            + " on the index and on each of them: " + e.getMessage(),
                    e);
        }
        LOG.info("Created index {} from index.definition", name);
    }
}
