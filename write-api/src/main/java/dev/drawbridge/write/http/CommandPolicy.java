package dev.drawbridge.write.http;

import java.time.Duration;

/**
 * What this service asks of commands. Immutable.
 *
 * @param requireIfMatch whether changes of an order must say which version they were decided on
 * @param requireIdempotencyKey whether commands must come with a key
 * @param bodyTimeout within which a body must have arrived
 */
public record CommandPolicy(boolean requireIfMatch, boolean requireIdempotencyKey, Duration bodyTimeout) {}
