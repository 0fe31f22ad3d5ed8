package dev.drawbridge.transforms;

import dev.drawbridge.contracts.mapping.ContractBundle;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/** Transforms configured with the contract of orders that is deployed. */
final class Transforms {
    static final Path ORDERS = Path.of("../connect-config/contexts/orders/mapping.yaml");
    static final String BUNDLE = ContractBundle.load(ORDERS).inline();
    static final String CONTRACT_HASH = ContractBundle.load(ORDERS).hash();

    private Transforms() {}

    static PublishEvent<SourceRecord> failing() {
        return with(Map.of());
    }

    static PublishEvent<SourceRecord> quarantining() {
        return with(Map.of("on.error", "quarantine"));
    }

    static PublishEvent<SourceRecord> with(Map<String, String> options) {
        Map<String, String> config = new HashMap<>();
        config.put("contract", BUNDLE);
        config.putAll(options);
        PublishEvent<SourceRecord> transform = new PublishEvent<>();
        transform.configure(config);
        return transform;
    }
}
