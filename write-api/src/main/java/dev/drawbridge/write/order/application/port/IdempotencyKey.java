package dev.drawbridge.write.order.application.port;

/**
 * Names one attempt to get something done, however often it is sent. Immutable.
 *
 * @param client whose key it is
 * @param fingerprint of what is asked, in hexadecimal: the same key must not ask for two things
 */
public record IdempotencyKey(String client, String key, String fingerprint) {}
