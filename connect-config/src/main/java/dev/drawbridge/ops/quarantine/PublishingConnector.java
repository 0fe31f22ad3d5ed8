package dev.drawbridge.ops.quarantine;

import dev.drawbridge.contracts.compile.CompiledContract;
import dev.drawbridge.contracts.compile.ContractCompiler;
import dev.drawbridge.contracts.mapping.ContractBundle;
import dev.drawbridge.ops.ActionRequiredException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A source connector as it is deployed, and the transform of it that publishes.
 *
 * @param bundle its contract and mapping
 * @param quarantineTopic where refused events are listed, if it quarantines at all
 */
public record PublishingConnector(String name, ContractBundle bundle, String quarantineTopic) {
    private static final String DEFAULT_QUARANTINE = "drawbridge.quarantine";

    /** Those whose contract is inline; one that only the worker can read is not known here. */
    public static List<PublishingConnector> of(Map<String, Map<String, String>> connectors) {
        List<PublishingConnector> publishing = new ArrayList<>();
        connectors.forEach((name, config) -> {
            for (String alias : config.getOrDefault("transforms", "").split(",", -1)) {
                String option = "transforms." + alias.trim() + ".";
                String contract = config.getOrDefault(option + "contract", "");
                if (config.getOrDefault(option + "type", "").endsWith(".PublishEvent") && contract.startsWith("{")) {
                    publishing.add(new PublishingConnector(
                            name,
                            ContractBundle.parse(contract),
                            config.getOrDefault(option + "quarantine.topic", DEFAULT_QUARANTINE)));
                }
            }
        });
        return publishing;
    }

    /** Compiled: what it publishes, and where. */
    public CompiledContract contract() {
        return ContractCompiler.compile(bundle).orThrow();
    }

    /**
     * Where those of the connectors publish that list refused events in this quarantine topic.
     *
     * @throws ActionRequiredException when none of them publishes events of this aggregate type
     */
    static List<String> publicTopics(
            List<PublishingConnector> connectors, String quarantineTopic, String aggregatetype) {
        List<String> topics = connectors.stream()
                .filter(connector -> connector.quarantineTopic().equals(quarantineTopic))
                .map(PublishingConnector::contract)
                .filter(contract -> contract.aggregatetype().equals(aggregatetype))
                .map(CompiledContract::topic)
                .distinct()
                .toList();
        if (topics.isEmpty()) {
            throw new ActionRequiredException("No deployed connector publishes the aggregate type " + aggregatetype
                    + " and quarantines in " + quarantineTopic
                    + "; these were not retried. Apply one that does, or dismiss its events.");
        }
        return topics;
    }
}
