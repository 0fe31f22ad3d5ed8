package dev.drawbridge.transforms;

import dev.drawbridge.contracts.refusal.Refusal;
import dev.drawbridge.contracts.refusal.Rule;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;

/** How large a public event may be, so that Kafka never has to refuse one: that would stop the task without naming it. */
record EventLimit(int maxBytes) {
    private static final int MAX_BYTES_PER_CHAR = 3;

    /**
     * Demands that the event is small enough; headers are counted generously.
     *
     * @throws Refusal if it is not
     */
    void demand(byte[] key, byte[] value, Headers headers) {
        long bytes = (long) key.length + value.length;
        for (Header header : headers) {
            bytes += (long) MAX_BYTES_PER_CHAR
                    * (header.key().length() + String.valueOf(header.value()).length());
        }
        if (bytes > maxBytes) {
            throw new Refusal(Rule.OVERSIZED_EVENT, "the public event is larger than " + maxBytes + " bytes");
        }
    }
}
