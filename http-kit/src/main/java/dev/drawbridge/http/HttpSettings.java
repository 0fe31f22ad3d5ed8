package dev.drawbridge.http;

import java.time.Duration;

/**
 * Where a service listens, and what it bears. Immutable.
 *
 * @param port 0 for any that is free
 * @param requestTimeout within which the headers of a request, and then its body, must have arrived
 * @param maxConnections how many are served at the same time; further ones wait to be accepted, so that file descriptors are
 *     left for what the service itself connects to
 */
public record HttpSettings(String host, int port, Duration requestTimeout, int maxConnections) {}
