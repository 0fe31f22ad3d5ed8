package dev.drawbridge.contracts.type;

/**
 * The public promise of a topic: what the data of its events look like. Immutable.
 *
 * @param id the schema's {@code $id}, published as {@code ce_dataschema}
 * @param data the type of an event's data
 */
public record Contract(String id, ContractType.ObjectType data) {}
