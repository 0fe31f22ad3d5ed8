package dev.drawbridge.contracts.type;

import dev.drawbridge.contracts.annotation.Internal;

/**
 * The public promise of a topic: what the data of its events look like. Immutable.
 *
 * @param id the schema's {@code $id}, published as {@code ce_dataschema}
 * @param data the type of an event's data
 */
@Internal
public record ContractSchema(String id, ContractType.ObjectType data) {}
