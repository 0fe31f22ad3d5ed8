package dev.drawbridge.contracts.mapping;

import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.outbox.OutboxColumn;
import dev.drawbridge.contracts.source.SourceNode.MapNode;
import dev.drawbridge.contracts.source.SourceNode.Scalar;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How a contract is filled from the outbox. Private to the producing team. The data part is kept as written, because only
 * the contract can tell a nested object from a path with options. Immutable.
 *
 * @param context the bounded context
 * @param source {@code ce_source} of its events
 * @param topic the public topic
 * @param contract the contract's file name, and where it is given
 * @param payload the internal payload schema's file name, and where it is given
 * @param aggregatetype the only aggregate type that is published
 * @param payloadVersions the only payload versions that are published
 * @param types public types by internal type; no other is published
 * @param typesAt where the types are listed
 * @param extensions the columns given by callers that may be published as headers
 * @param data what fills each property
 * @param privatePaths what must never be read
 */
@Internal
public record Mapping(
        String context,
        String source,
        String topic,
        Scalar contract,
        Scalar payload,
        String aggregatetype,
        Set<Integer> payloadVersions,
        Map<String, EventType> types,
        MapNode typesAt,
        Set<OutboxColumn> extensions,
        MapNode data,
        PrivatePaths privatePaths) {

    public Mapping {
        payloadVersions = Set.copyOf(payloadVersions);
        types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
        extensions = Set.copyOf(extensions);
    }
}
