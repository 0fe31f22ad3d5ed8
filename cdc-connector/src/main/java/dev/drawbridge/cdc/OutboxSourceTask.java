package dev.drawbridge.cdc;

import dev.drawbridge.cdc.postgres.Preflight;
import io.debezium.config.Configuration;
import io.debezium.connector.common.CdcSourceTaskContext;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresConnectorTask;
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

    /** @throws org.apache.kafka.connect.errors.ConnectException when streaming from here could lose rows in silence */
    @Override
    public CdcSourceTaskContext<PostgresConnectorConfig> preStart(Configuration config) {
        new Preflight(config.asMap()).check(context.offsetStorageReader());
        return super.preStart(config);
    }
}
