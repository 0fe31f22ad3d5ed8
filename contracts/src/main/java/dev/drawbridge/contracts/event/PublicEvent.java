package dev.drawbridge.contracts.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A public event, as it is to be written to its topic. Not to be changed by whoever gets it. */
public final class PublicEvent {
    private final byte[] key;
    private final byte @Nullable [] value;
    private final Map<String, String> headers;

    PublicEvent(byte[] key, byte @Nullable [] value, Map<String, String> headers) {
        this.key = key;
        this.value = value;
        this.headers = headers;
    }

    /** The aggregate's id in UTF-8. */
    public byte[] key() {
        return key;
    }

    /** JSON in UTF-8; null for an erasure. */
    public byte @Nullable [] value() {
        return value;
    }

    /** The headers, in the order in which they are written. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Whether it erases its aggregate. */
    public boolean isErasure() {
        return value == null;
    }
}
