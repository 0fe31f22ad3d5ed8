package dev.drawbridge.sink.bulk;

import dev.drawbridge.sink.failure.ClusterUnavailableException;
import java.nio.ByteBuffer;
import java.util.List;

/** Port to Elasticsearch: sends one bulk body. */
public interface BulkTransport {

    /**
     * Sends {@code ndjson} once.
     *
     * @param operations how many operations the body holds
     * @param shardsAreMissing whether documents of missing shards are known to be among them: they are not to delay the others
     * @return as many results, in the same order
     * @throws ClusterUnavailableException when the request may be sent again
     * @throws org.apache.kafka.connect.errors.ConnectException when it must not
     */
    List<BulkItemResult> send(ByteBuffer ndjson, int operations, boolean shardsAreMissing);
}
