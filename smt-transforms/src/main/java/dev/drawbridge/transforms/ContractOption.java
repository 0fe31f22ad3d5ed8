package dev.drawbridge.transforms;

import dev.drawbridge.transforms.contract.Compilation;
import dev.drawbridge.transforms.contract.ContractBundle;
import dev.drawbridge.transforms.contract.ContractCompiler;
import dev.drawbridge.transforms.contract.InvalidContractException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The option that holds a whole contract: it is compiled where Connect validates options and again where the task starts. */
final class ContractOption {
    private ContractOption() {}

    static void validate(String name, @Nullable Object value) {
        if (value instanceof String text) {
            compile(text);
        }
    }

    /** @throws ConfigException with all findings, if the contract or its mapping is broken */
    static Compilation compile(String option) {
        try {
            Compilation compilation = ContractCompiler.compile(ContractBundle.read(option));
            compilation.orThrow();
            return compilation;
        } catch (InvalidContractException broken) { // without Kafka's own prefix, which repeats the whole bundle
            throw new ConfigException(
                    "Cannot use '" + PublishEventConfig.CONTRACT_CONFIG + "'. " + broken.getMessage());
        }
    }
}
