package dev.drawbridge.sink;

import dev.drawbridge.sink.elastic.Elasticsearch;
import java.util.Collection;
import java.util.TreeSet;
import org.apache.kafka.connect.errors.ConnectException;

/** Sees once to it that every index written to is there: a bulk to a missing one would create it without a mapping. */
final class TargetIndices {

    private final Collection<String> names;
    private boolean checked;

    TargetIndices(Collection<String> names) {
        this.names = new TreeSet<>(names);
    }

    /**
     * Checks, unless that has been done.
     *
     * @throws dev.drawbridge.sink.bulk.ClusterUnavailableException when it cannot be known now
     * @throws ConnectException when an index is missing, or is an alias
     */
    void check(Elasticsearch elasticsearch) {
        if (!checked) {
            names.forEach(name -> require(name, elasticsearch.state(name)));
            checked = true;
        }
    }

    private static void require(String name, Elasticsearch.IndexState state) {
        switch (state) {
            case PRESENT -> {}
            case MISSING ->
                throw new ConnectException("Index " + name + " does not exist; create it with its mapping, or"
                        + " correct topic.to.external.resource.mapping, then restart the task");
            case ALIAS ->
                throw new ConnectException(name + " is an alias; name the concrete index behind it in"
                        + " topic.to.external.resource.mapping");
        }
    }
}
