package dev.drawbridge.contracts.source;

import java.util.List;
import java.util.stream.Collectors;

/** A contract and mapping that do not fit; carries all findings, and lists them in its message. */
public final class InvalidContractException extends RuntimeException {
    private final transient List<Finding> findings;

    public InvalidContractException(List<Finding> findings) {
        super(findings.stream()
                .map(Finding::toString)
                .collect(Collectors.joining("\n", "The contract or its mapping is broken:\n", "")));
        this.findings = List.copyOf(findings);
    }

    /** What is wrong, in the order of the files. */
    public List<Finding> findings() {
        return findings;
    }
}
