package dev.drawbridge.contracts.event;

import dev.drawbridge.contracts.compile.CompiledContract;
import dev.drawbridge.contracts.mapping.EventType;
import dev.drawbridge.contracts.outbox.OutboxRow;
import dev.drawbridge.contracts.projection.PayloadReader;
import dev.drawbridge.contracts.projection.Pseudonyms;
import dev.drawbridge.contracts.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Makes public events of outbox rows under a contract. The transform of a running connector and a dry run use this same class.
 * Immutable and thread-safe.
 */
public final class EventPublisher {
    private final CompiledContract contract;
    private final PayloadReader payloads;
    private final Pseudonyms pseudonyms;
    private final CloudEventHeaders headers;
    private final EventMode mode;
    private final EventLimit limit;

    /**
     * @param pseudonyms must have a key if the contract makes pseudonyms
     * @param mode the content mode of events that are no erasures
     */
    public EventPublisher(CompiledContract contract, Pseudonyms pseudonyms, EventMode mode, PublishingLimits limits) {
        this.contract = contract;
        this.payloads = new PayloadReader(limits.payloadMaxBytes(), limits.payloadMaxDepth());
        this.pseudonyms = pseudonyms;
        this.headers = new CloudEventHeaders(contract.source(), contract.id(), contract.extensions());
        this.mode = mode;
        this.limit = new EventLimit(limits.eventMaxBytes());
    }

    /**
     * The event that a row becomes.
     *
     * @throws Refusal if the row must not be published
     */
    public PublicEvent publish(OutboxRow row) {
        EventType type = contract.typeOf(row);
        Map<String, String> attributes = headers.of(row, type.ceType());
        byte[] key = row.aggregateid().getBytes(StandardCharsets.UTF_8);
        if (type.erasure()) {
            return new PublicEvent(key, null, attributes);
        }
        byte[] data = contract.data(row, payloads.read(row), pseudonyms);
        byte[] value = mode.value(attributes, data);
        limit.require(key, value, attributes);
        return new PublicEvent(key, value, attributes);
    }
}
