package dev.drawbridge.contracts.release;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.contracts.compile.CompiledContract;
import dev.drawbridge.contracts.mapping.EventType;
import dev.drawbridge.contracts.outbox.OutboxColumn;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What consumers are promised of a topic besides the data of its events. The mapping says it, but a mapping is private; this
 * holds public names only, and is kept with each release. Immutable.
 *
 * @param topic where the events are
 * @param source their {@code ce_source}
 * @param types each {@code ce_type} of events with data
 * @param erasures each {@code ce_type} of events without; a type may be among both
 * @param extensions the extension attributes that events may carry, without {@code ce_}
 */
public record TopicContract(
        String topic,
        String source,
        SortedSet<String> types,
        SortedSet<String> erasures,
        SortedSet<String> extensions) {

    public TopicContract {
        types = sorted(types);
        erasures = sorted(erasures);
        extensions = sorted(extensions);
    }

    /** What a contract and its mapping promise. */
    public static TopicContract of(CompiledContract contract) {
        return new TopicContract(
                contract.topic(),
                contract.source(),
                types(contract, false),
                types(contract, true),
                contract.extensions().stream()
                        .map(OutboxColumn::columnName)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The promise as the text of its file. The same promise gives the same text. */
    public String text() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("topic", topic).put("source", source);
        types.forEach(json.putArray("types")::add);
        erasures.forEach(json.putArray("erasures")::add);
        extensions.forEach(json.putArray("extensions")::add);
        return json.toPrettyString() + "\n";
    }

    /** Each {@code ce_type}, with data or without. */
    SortedSet<String> allTypes() {
        SortedSet<String> all = new TreeSet<>(types);
        all.addAll(erasures);
        return all;
    }

    private static SortedSet<String> types(CompiledContract contract, boolean erasures) {
        return contract.eventTypes().stream()
                .filter(type -> type.erasure() == erasures)
                .map(EventType::ceType)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedSet<String> sorted(Collection<String> names) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }
}
