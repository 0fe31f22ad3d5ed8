package dev.drawbridge.transforms.trial;

import dev.drawbridge.contracts.mapping.ContractBundle;
import dev.drawbridge.transforms.PublishEvent;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;

/** Shows what rows would become under a contract. Nothing is published. Thread-safe. */
public final class Trial implements AutoCloseable {
    private static final String KEY_OF_TRIALS = "pseudonyms of trials are not those of production";

    private final PublishEvent<SourceRecord> transform = new PublishEvent<>();

    /**
     * A trial under a contract. Pseudonyms are made under a key of their own.
     *
     * @throws org.apache.kafka.common.config.ConfigException if the contract does not compile
     */
    public Trial(ContractBundle bundle) {
        transform.configure(Map.of("contract", bundle.inline(), "hmac.secret", KEY_OF_TRIALS));
    }

    /** What becomes of a row. */
    public Outcome of(SampleRow row) {
        try {
            return Outcome.published(transform.apply(row.change()));
        } catch (DataException refused) { // its message holds no value
            return Outcome.refused(String.valueOf(refused.getMessage()));
        }
    }

    @Override
    public void close() {
        transform.close();
    }
}
