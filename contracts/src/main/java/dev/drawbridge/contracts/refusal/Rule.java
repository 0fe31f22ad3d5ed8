package dev.drawbridge.contracts.refusal;

/** The rules by which a record is refused. Their names are stable: operators count and filter by them. */
public enum Rule {
    NOT_ENVELOPE(
            "not.envelope",
            "Place PublishEvent last, without a predicate and with nothing that unwraps records before it"),
    UNSUPPORTED_OPERATION("unsupported.operation", "Capture the outbox with a publication of inserts only"),
    NOT_OUTBOX(
            "not.outbox", "Capture the outbox table alone, or set the table.field.event.* options to its column names"),
    COLUMN_TYPE(
            "column.type",
            "Change the type of the column (alter table … alter column … type …), or name another column by the options"
                    + " table.field.event.*"),
    INVALID_ROW("invalid.row", "Correct what the write side puts into this column"),
    UNKNOWN_AGGREGATETYPE("unknown.aggregatetype", "Give this aggregate type a mapping of its own"),
    UNKNOWN_PAYLOADVERSION(
            "unknown.payloadversion", "Add it to 'from.payloadversion' once the mapping reads that shape"),
    UNKNOWN_TYPE("unknown.type", "Add it to the mapping"),
    MISSING_PAYLOAD("missing.payload", "Write a payload, or map the type with 'data: none' if it erases the aggregate"),
    UNAVAILABLE_PAYLOAD("unavailable.payload", "Capture the outbox with a publication of inserts only"),
    OVERSIZED_PAYLOAD("oversized.payload", "Raise payload.max.bytes, or write less into the payload"),
    OVERSIZED_EVENT(
            "oversized.event",
            "Publish less of it, or raise event.max.bytes and, beyond it, producer.override.max.request.size and the topic's"
                    + " max.message.bytes"),
    MALFORMED_PAYLOAD("malformed.payload", "Correct what the write side puts into the payload"),
    UNMAPPED_VALUE("unmapped.value", "Add the missing entry under 'values' in mapping.yaml"),
    CONTRACT_VIOLATION(
            "contract.violation", "Correct the mapping, or publish the new shape under a new contract version");

    private final String ruleName;
    private final String remedy;

    Rule(String ruleName, String remedy) {
        this.ruleName = ruleName;
        this.remedy = remedy;
    }

    /** The stable name, for example {@code unknown.type}. */
    public String ruleName() {
        return ruleName;
    }

    /** What to do next, as the beginning of a sentence. */
    public String remedy() {
        return remedy;
    }
}
