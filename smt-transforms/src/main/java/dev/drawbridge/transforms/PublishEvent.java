package dev.drawbridge.transforms;

import dev.drawbridge.contracts.compile.CompiledContract;
import dev.drawbridge.contracts.event.EventPublisher;
import dev.drawbridge.contracts.event.PublicEvent;
import dev.drawbridge.contracts.outbox.OutboxRow;
import dev.drawbridge.contracts.refusal.Refusal;
import dev.drawbridge.transforms.envelope.ChangeEvent;
import dev.drawbridge.transforms.envelope.ControlRecords;
import dev.drawbridge.transforms.outbox.OutboxReader;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the change event of an outbox row into a public CloudEvent, and lets nothing else through. It stands last in a
 * source connector, so that internal change events never reach Kafka.
 *
 * <p>It fails closed: a record is published only if a mapping names all that is read from it, and the result is what the
 * contract promises. Everything else is refused: it stops the task, or is quarantined without its payload.
 *
 * <p>Records are never changed. After {@link #configure} the transform does not change either, so {@link #apply} may be called
 * by any number of threads.
 */
public final class PublishEvent<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {
    private static final Logger LOG = LoggerFactory.getLogger(PublishEvent.class);

    private volatile @Nullable Publisher publisher;

    /** What does the work; replaced as a whole by each configuration. */
    private record Publisher(
            String topic,
            OutboxReader outbox,
            EventPublisher events,
            RefusalHandler refused,
            PublishEventMetrics metrics) {}

    @Override
    public String version() {
        String version = PublishEvent.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    @Override
    public ConfigDef config() {
        return PublishEventConfig.CONFIG_DEF;
    }

    @Override
    public void configure(Map<String, ?> properties) {
        PublishEventConfig config = new PublishEventConfig(properties);
        CompiledContract contract = config.contract();
        OutboxReader outbox = new OutboxReader(config.columnNames(), contract.callerSuppliedColumns());
        close();
        publisher = new Publisher(
                contract.topic(),
                outbox,
                new EventPublisher(contract, config.pseudonyms(), config.mode(), config.limits()),
                new RefusalHandler(contract, outbox, config.quarantines(), config.quarantineTopic()),
                new PublishEventMetrics(contract.context(), contract.hash()));
        LOG.info(
                "Publishing context {} to topic {} under contract {}, bundle sha256 {}",
                contract.context(),
                contract.topic(),
                contract.id(),
                contract.hash());
        config.warnings().forEach(warning -> LOG.warn("{}", warning));
    }

    /**
     * Publishes one record.
     *
     * @throws org.apache.kafka.connect.errors.DataException if it must not be published, and is not quarantined
     */
    @Override
    public R apply(R changeRecord) {
        Publisher configured = configured();
        try {
            Optional<R> passed = ControlRecords.pass(changeRecord);
            if (passed.isPresent()) {
                configured.metrics().passed();
                return passed.get();
            }
            return publish(changeRecord, configured);
        } catch (Refusal refusal) {
            return refuse(changeRecord, refusal, configured);
        }
    }

    private R refuse(R changeRecord, Refusal refusal, Publisher configured) {
        try {
            R quarantined = configured.refused().failOrQuarantine(changeRecord, refusal);
            configured.metrics().quarantined(refusal.rule());
            return quarantined;
        } catch (DataException stopping) {
            configured.metrics().failed();
            throw stopping;
        }
    }

    private R publish(R changeRecord, Publisher configured) {
        long start = System.nanoTime();
        OutboxRow row = configured.outbox().read(ChangeEvent.of(changeRecord).insertedRow());
        PublicEvent event = configured.events().publish(row);
        Headers headers = new ConnectHeaders();
        event.headers().forEach(headers::addString);
        R published = changeRecord.newRecord(
                configured.topic(),
                null, // the producer chooses the partition by the key
                Schema.BYTES_SCHEMA,
                event.key(),
                event.isErasure() ? Schema.OPTIONAL_BYTES_SCHEMA : Schema.BYTES_SCHEMA,
                event.value(),
                changeRecord.timestamp(),
                headers);
        configured.metrics().published(row, event.isErasure(), System.nanoTime() - start);
        return published;
    }

    private Publisher configured() {
        Publisher configured = publisher;
        if (configured == null) {
            throw new IllegalStateException("PublishEvent is used before it is configured");
        }
        return configured;
    }

    @Override
    public void close() {
        Publisher configured = publisher;
        if (configured != null) {
            configured.metrics().close();
        }
    }
}
