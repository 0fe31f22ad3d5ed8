package dev.drawbridge.cdc;

import dev.drawbridge.cdc.postgres.Preflight;
import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.connector.postgresql.PostgresPartition;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import org.apache.kafka.connect.source.SourceTaskContext;

/**
 * Debezium's task with two differences: it checks slot and publication before it streams, and it does not read
 * Connect's offsets topic again at every empty poll.
 *
 * <p>Thread-safety: as Debezium's task, driven by one Connect task thread.
 */
public final class OutboxSourceTask extends PostgresConnectorTask {

    @Override
    public void initialize(SourceTaskContext context) {
        super.initialize(RememberedOffsets.wrap(context));
    }

    /**
     * Checks, then starts; here rather than earlier, because Debezium tries again what it finds retriable here.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException when streaming from here could lose rows in silence
     */
    @Override
    public ChangeEventSourceCoordinator<PostgresPartition, PostgresOffsetContext> start(Configuration config) {
        new Preflight(config.asMap()).check(context.offsetStorageReader());
        return super.start(config);
    }
}
