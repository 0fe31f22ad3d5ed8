package dev.drawbridge.ops.environment;

/**
 * A database with an outbox, as one of its roles.
 *
 * @param url as the PostgreSQL driver takes it, without credentials
 */
public record DatabaseAccess(String url, Credentials credentials) {}
