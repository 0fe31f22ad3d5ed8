package dev.drawbridge.contracts.event;

import dev.drawbridge.contracts.refusal.Refusal;
import dev.drawbridge.contracts.refusal.Rule;
import java.util.Map;

/** How large a public event may be, so that Kafka never has to refuse one: that would stop the task without naming it. */
record EventLimit(int maxBytes) {
    private static final int MAX_BYTES_PER_CHAR = 3;

    /**
     * Requires that the event is small enough; headers are counted generously.
     *
     * @throws Refusal if it is not
     */
    void require(byte[] key, byte[] value, Map<String, String> headers) {
        long bytes = (long) key.length + value.length;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            bytes += (long) MAX_BYTES_PER_CHAR
                    * (header.getKey().length() + header.getValue().length());
        }
        if (bytes > maxBytes) {
            throw new Refusal(Rule.OVERSIZED_EVENT, "the public event is larger than " + maxBytes + " bytes");
        }
    }
}
