package dev.drawbridge.contracts.event;

/**
 * What is too large to be read or published.
 *
 * @param payloadMaxBytes the size in bytes of UTF-8 beyond which a payload is refused
 * @param payloadMaxDepth the number of nested levels beyond which a payload is refused
 * @param eventMaxBytes the size in bytes of key, value and headers beyond which an event is refused
 */
public record PublishingLimits(int payloadMaxBytes, int payloadMaxDepth, int eventMaxBytes) {
    /** The largest event is a little smaller than what a Kafka producer and a topic take by default. */
    public static final PublishingLimits DEFAULT = new PublishingLimits(1024 * 1024, 32, 1_000_000);
}
