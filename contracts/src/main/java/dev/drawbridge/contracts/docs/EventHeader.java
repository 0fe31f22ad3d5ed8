package dev.drawbridge.contracts.docs;

import dev.drawbridge.contracts.compile.CompiledContract;
import java.util.ArrayList;
import java.util.List;

/**
 * A header that events carry.
 *
 * @param name the header's key
 * @param meaning what it says, for consumers
 * @param always whether each event has it
 */
record EventHeader(String name, String meaning, boolean always) {

    static List<EventHeader> of(CompiledContract contract) {
        List<EventHeader> headers = new ArrayList<>(List.of(
                new EventHeader("ce_specversion", "The version of CloudEvents: 1.0.", true),
                new EventHeader("ce_id", "Identifies the event. An event delivered twice has the same id.", true),
                new EventHeader("ce_source", "Where the event comes from: " + contract.source() + ".", true),
                new EventHeader("ce_type", "What happened.", true),
                new EventHeader("ce_subject", "Whom it is about. Also the key of the record.", true),
                new EventHeader("ce_time", "When it happened.", true),
                new EventHeader("ce_dataschema", "The contract that the data keep.", true),
                new EventHeader("ce_aggregateversion", "The version of the subject after the event, in decimal.", true),
                new EventHeader("ce_replay", "true if the event is published again. Absent otherwise.", false),
                new EventHeader("content-type", "The media type of the value.", true)));
        contract.extensions().stream()
                .map(column -> "ce_" + column.columnName())
                .sorted()
                .forEach(name -> headers.add(new EventHeader(name, "Given by whoever caused the event.", false)));
        return headers;
    }
}
