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
 * @param maxConnections how many are served at once; what comes beyond waits to be accepted, so that file descriptors are left
 *     for the database
 */
public record HttpSettings(
        String host,
        int port,
        ApiKeys keys,
        boolean requireIfMatch,
        boolean requireIdempotencyKey,
        Duration bodyTimeout,
        int maxConnections) {}
