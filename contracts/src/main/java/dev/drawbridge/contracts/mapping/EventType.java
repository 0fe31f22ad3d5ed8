package dev.drawbridge.contracts.mapping;

/**
 * What an internal event type is called in public.
 *
 * @param ceType the public name
 * @param erasure whether the event erases the aggregate: it has no data then
 */
public record EventType(String ceType, boolean erasure) {}
