package dev.drawbridge.write.http;

import java.time.Duration;

/**
 * Where the service listens, and what it asks of requests. Immutable.
 *
 * @param port 0 for any that is free
 * @param keys who may send commands; empty: anybody who reaches the address
 * @param requireIfMatch whether changes of an order must say which version they were decided on
 * @param requireIdempotencyKey whether commands must come with a key
 * @param bodyTimeout within which the headers of a request, and then its body, must have arrived
 */
public record HttpSettings(
        String host,
        int port,
        ApiKeys keys,
        boolean requireIfMatch,
        boolean requireIdempotencyKey,
        Duration bodyTimeout) {}
