package dev.drawbridge.transforms;

import dev.drawbridge.contracts.compile.PublicContract;
import dev.drawbridge.contracts.mapping.EventType;
import dev.drawbridge.contracts.outbox.OutboxRow;
import dev.drawbridge.contracts.projection.PayloadReader;
import dev.drawbridge.contracts.projection.Pseudonyms;
import dev.drawbridge.contracts.refusal.Refusal;
import dev.drawbridge.transforms.cloudevents.CloudEventHeaders;
import dev.drawbridge.transforms.cloudevents.EventMode;
import dev.drawbridge.transforms.envelope.ChangeEvent;
import dev.drawbridge.transforms.envelope.Passing;
import dev.drawbridge.transforms.outbox.OutboxReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
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
            PublicContract contract,
            OutboxReader outbox,
            PayloadReader payloads,
            Pseudonyms pseudonyms,
            CloudEventHeaders headers,
            EventMode mode,
            EventLimit limit,
            RefusedRecords refused,
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
        PublicContract contract = config.contract();
        OutboxReader outbox = new OutboxReader(config.columnNames(), contract.columnsFromCallers());
        close();
        publisher = new Publisher(
                contract,
                outbox,
                new PayloadReader(config.payloadMaxBytes(), config.payloadMaxDepth()),
                config.pseudonyms(),
                new CloudEventHeaders(contract.source(), contract.id(), contract.extensions()),
                config.mode(),
                config.eventLimit(),
                new RefusedRecords(contract, outbox, config.quarantines(), config.quarantineTopic()),
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
            Optional<R> passed = Passing.pass(changeRecord);
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
        ChangeEvent change = ChangeEvent.of(changeRecord);
        OutboxRow row = configured.outbox().read(change.insertedRow());
        EventType type = configured.contract().typeOf(row);
        Headers headers = configured.headers().of(row, type.ceType());
        byte[] key = row.aggregateid().getBytes(StandardCharsets.UTF_8);
        byte[] value = type.erasure() ? null : value(row, headers, configured);
        if (value != null) {
            configured.limit().demand(key, value, headers);
        }
        R event = changeRecord.newRecord(
                configured.contract().topic(),
                null, // the producer chooses the partition by the key
                Schema.BYTES_SCHEMA,
                key,
                value == null ? Schema.OPTIONAL_BYTES_SCHEMA : Schema.BYTES_SCHEMA,
                value,
                changeRecord.timestamp(),
                headers);
        configured.metrics().published(row, type.erasure(), System.nanoTime() - start);
        return event;
    }

    private static byte[] value(OutboxRow row, Headers headers, Publisher configured) {
        byte[] data = configured.contract().data(row, configured.payloads().read(row), configured.pseudonyms());
        return configured.mode().value(headers, data);
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
