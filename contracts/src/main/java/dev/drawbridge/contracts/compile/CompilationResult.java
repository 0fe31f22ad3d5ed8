package dev.drawbridge.contracts.compile;

import dev.drawbridge.contracts.source.Finding;
import dev.drawbridge.contracts.source.InvalidContractException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the compiler has to say: a contract that can be published under, or everything that is wrong. Immutable. */
public final class CompilationResult {
    private final @Nullable CompiledContract contract;
    private final List<Finding> findings;

    CompilationResult(@Nullable CompiledContract contract, List<Finding> findings) {
        this.contract = findings.stream().anyMatch(Finding::isError) ? null : contract;
        this.findings = List.copyOf(findings);
    }

    /** All findings, in the order of file and position; a sound contract may have warnings. */
    public List<Finding> findings() {
        return findings;
    }

    /** The contract, if it is sound. */
    public Optional<CompiledContract> contract() {
        return Optional.ofNullable(contract);
    }

    /**
     * The contract.
     *
     * @throws InvalidContractException with all findings, if there are any
     */
    public CompiledContract orThrow() {
        return contract().orElseThrow(() -> new InvalidContractException(findings));
    }
}
