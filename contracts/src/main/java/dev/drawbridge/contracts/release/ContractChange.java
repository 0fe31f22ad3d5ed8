package dev.drawbridge.contracts.release;

/**
 * One difference between two versions of a contract.
 *
 * @param impact what it means for consumers
 * @param path the property, or nothing for the contract as a whole
 * @param what what has changed, and why that matters
 */
public record ContractChange(ReleaseImpact impact, String path, String what) {

    /** The change as one line of a report. */
    @Override
    public String toString() {
        return impact.word() + ": " + (path.isEmpty() ? "the contract" : "'" + path + "'") + " " + what;
    }
}
