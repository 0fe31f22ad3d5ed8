package dev.drawbridge.transforms;

import dev.drawbridge.contracts.compile.CompilationResult;
import dev.drawbridge.contracts.compile.ContractCompiler;
import dev.drawbridge.contracts.mapping.ContractBundle;
import dev.drawbridge.contracts.source.InvalidContractException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The option that holds a whole contract: it is compiled where Connect validates options and again where the task starts. */
final class ContractOption {
    private ContractOption() {}

    static void validate(String name, @Nullable Object value) {
        if (value == null) {
            throw new ConfigException(
                    "The option '" + name + "' is null; give a bundle, or remove the connector's option");
        }
        compile((String) value);
    }

    /** @throws ConfigException with all findings, if the contract or its mapping is broken */
    static CompilationResult compile(String option) {
        try {
            CompilationResult compilation = ContractCompiler.compile(bundle(option.strip()));
            compilation.orThrow();
            return compilation;
        } catch (InvalidContractException broken) { // without Kafka's own prefix, which repeats the whole bundle
            throw new ConfigException(
                    "Cannot use '" + PublishEventConfig.CONTRACT_CONFIG + "'. " + broken.getMessage());
        }
    }

    private static ContractBundle bundle(String option) {
        return option.startsWith("{")
                ? ContractBundle.parse(option)
                : ContractFolders.ofWorker().load(option);
    }
}
