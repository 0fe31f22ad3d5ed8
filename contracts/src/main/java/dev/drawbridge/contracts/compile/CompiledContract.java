package dev.drawbridge.contracts.compile;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.contracts.mapping.EventType;
import dev.drawbridge.contracts.mapping.Mapping;
import dev.drawbridge.contracts.outbox.OutboxColumn;
import dev.drawbridge.contracts.outbox.OutboxRow;
import dev.drawbridge.contracts.projection.EventInput;
import dev.drawbridge.contracts.projection.ObjectProjection;
import dev.drawbridge.contracts.projection.Pseudonyms;
import dev.drawbridge.contracts.projection.ValueSource;
import dev.drawbridge.contracts.refusal.Refusal;
import dev.drawbridge.contracts.refusal.Rule;
import dev.drawbridge.contracts.text.LogSafeName;
import dev.drawbridge.contracts.type.ContractSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A contract with the mapping that fills it, proven to fit: all that is needed to publish. Immutable and thread-safe. */
public final class CompiledContract {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final Mapping mapping;
    private final ContractSchema contract;
    private final ObjectProjection projection;
    private final String hash;

    CompiledContract(Mapping mapping, ContractSchema contract, ObjectProjection projection, String hash) {
        this.mapping = mapping;
        this.contract = contract;
        this.projection = projection;
        this.hash = hash;
    }

    /** The bounded context that publishes. */
    public String context() {
        return mapping.context();
    }

    /** The public topic. */
    public String topic() {
        return mapping.topic();
    }

    /** The aggregate type whose events are published. */
    public String aggregatetype() {
        return mapping.aggregatetype();
    }

    /** {@code ce_source} of the events. */
    public String source() {
        return mapping.source();
    }

    /** {@code ce_dataschema} of the events: the contract's {@code $id}. */
    public String id() {
        return contract.id();
    }

    /** The contract's file name in its bundle. */
    public String contractFile() {
        return mapping.contract().text();
    }

    /** The paths that are never read. Private themselves. */
    public Set<String> privatePaths() {
        return mapping.privatePaths().paths().keySet();
    }

    /** The SHA-256 of the bundle, in hexadecimal digits. */
    public String hash() {
        return hash;
    }

    /** The columns given by callers that may be published as headers. */
    public Set<OutboxColumn> extensions() {
        return mapping.extensions();
    }

    /** The columns given by callers that are read at all, for headers or data. */
    public Set<OutboxColumn> callerSuppliedColumns() {
        return Stream.concat(mapping.extensions().stream(), projection.sources().flatMap(ValueSource::columns))
                .filter(OutboxColumn::isCallerSupplied)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a key for pseudonyms is needed. */
    public boolean makesPseudonyms() {
        return projection.sources().anyMatch(ValueSource::makesPseudonyms);
    }

    /** The public event types, without internal names, in the mapping's order. */
    public List<EventType> eventTypes() {
        return mapping.types().values().stream().distinct().toList();
    }

    /** The public name of an internal event type, if it has one. */
    public Optional<EventType> find(String type) {
        return Optional.ofNullable(mapping.types().get(type));
    }

    /**
     * The public type of an event.
     *
     * @throws Refusal if the mapping does not say that such events are published
     */
    public EventType typeOf(OutboxRow row) {
        if (!row.aggregatetype().equals(mapping.aggregatetype())) {
            throw new Refusal(
                    Rule.UNKNOWN_AGGREGATETYPE,
                    "aggregate type " + LogSafeName.quote(row.aggregatetype()) + " is not the one of mapping.yaml");
        }
        if (!mapping.payloadVersions().contains(row.payloadversion())) {
            throw new Refusal(
                    Rule.UNKNOWN_PAYLOADVERSION,
                    "payload version " + row.payloadversion() + " is not listed under 'from' in mapping.yaml");
        }
        return find(row.type())
                .orElseThrow(() -> new Refusal(
                        Rule.UNKNOWN_TYPE,
                        "type " + LogSafeName.quote(row.type()) + " is not listed under 'types' in mapping.yaml"));
    }

    /**
     * The public data of an event as UTF-8 JSON, its properties in the contract's order.
     *
     * @throws Refusal if the payload cannot fill the contract
     */
    public byte[] data(OutboxRow row, JsonNode payload, Pseudonyms pseudonyms) {
        ByteArrayOutputStream data = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(data, JsonEncoding.UTF8)) {
            projection.write(null, new EventInput(row, pseudonyms), payload, json);
        } catch (IOException withheld) { // its message may quote values
            throw new Refusal(Rule.CONTRACT_VIOLATION, "the event cannot be written as JSON");
        }
        return data.toByteArray();
    }
}
