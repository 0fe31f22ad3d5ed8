package dev.drawbridge.transforms.contract;

import dev.drawbridge.transforms.outbox.OutboxRow;

/**
 * What an event is made of besides its payload.
 *
 * @param row the outbox row
 * @param pseudonyms makes pseudonyms where the mapping asks for them
 */
record EventInput(OutboxRow row, Pseudonyms pseudonyms) {}
