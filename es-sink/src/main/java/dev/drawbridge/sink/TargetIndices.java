package dev.drawbridge.sink;

import dev.drawbridge.sink.elastic.Elasticsearch;
import dev.drawbridge.sink.elastic.RefusedException;
import dev.drawbridge.sink.elastic.TargetIndex;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees once to it that every index written to is there: a bulk to a missing one would create it without a mapping. */
final class TargetIndices {

    private static final Logger LOG = LoggerFactory.getLogger(TargetIndices.class);

    private final Collection<String> names;
    private final Optional<String> definition;
    private boolean checked;

    /** @param definition of an index that is missing; without one that is an error */
    TargetIndices(Collection<String> names, Optional<String> definition) {
        this.names = new TreeSet<>(names);
        this.definition = definition;
    }

    /**
     * Checks, unless that has been done.
     *
     * @throws dev.drawbridge.sink.bulk.ClusterUnavailableException when it cannot be known now
     * @throws ConnectException when an index is missing, or is an alias
     */
    void check(Elasticsearch elasticsearch) {
        if (!checked) {
            names.forEach(name -> require(name, new TargetIndex(elasticsearch, name)));
            checked = true;
        }
    }

    private void require(String name, TargetIndex index) {
        switch (index.state()) {
            case PRESENT -> {}
            case MISSING -> create(name, index);
            case ALIAS ->
                throw new ConnectException(name + " is an alias; name the concrete index behind it in"
                        + " topic.to.external.resource.mapping");
        }
    }

    private void create(String name, TargetIndex index) {
        if (definition.isEmpty()) {
            throw new ConnectException("Index " + name + " does not exist; create it with its mapping, set"
                    + " index.definition, or correct topic.to.external.resource.mapping, then restart the task");
        }
        try {
            index.create(definition.get());
        } catch (RefusedException e) {
            throw new ConnectException(
                    "Cannot create index " + name + " from index.definition, which may be wrong, or the"
                            + " privilege create_index missing: " + e.getMessage(),
                    e);
        }
        LOG.info("Created index {} from index.definition", name);
    }
}
