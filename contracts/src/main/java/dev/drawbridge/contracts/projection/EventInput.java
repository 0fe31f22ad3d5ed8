package dev.drawbridge.contracts.projection;

import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.outbox.OutboxRow;

/**
 * What an event is made of besides its payload.
 *
 * @param row the outbox row
 * @param pseudonyms makes pseudonyms where the mapping asks for them
 */
@Internal
public record EventInput(OutboxRow row, Pseudonyms pseudonyms) {}
