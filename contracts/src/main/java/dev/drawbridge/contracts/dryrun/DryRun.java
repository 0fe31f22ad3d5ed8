package dev.drawbridge.contracts.dryrun;

import dev.drawbridge.contracts.compile.CompiledContract;
import dev.drawbridge.contracts.compile.ContractCompiler;
import dev.drawbridge.contracts.event.EventMode;
import dev.drawbridge.contracts.event.EventPublisher;
import dev.drawbridge.contracts.event.PublishingLimits;
import dev.drawbridge.contracts.mapping.ContractBundle;
import dev.drawbridge.contracts.outbox.OutboxColumn;
import dev.drawbridge.contracts.projection.Pseudonyms;
import dev.drawbridge.contracts.refusal.Refusal;
import java.util.Set;

/**
 * Shows what rows would become under a contract, by what the transform itself uses. Nothing is published. Limits are the
 * defaults, the content mode is binary. Thread-safe.
 */
public final class DryRun {
    private static final String KEY_OF_DRY_RUNS = "pseudonyms of dry runs are not those of production";

    private final EventPublisher events;
    private final Set<OutboxColumn> callerColumns;

    /**
     * A dry run under a contract. Pseudonyms are made under a key of their own.
     *
     * @throws dev.drawbridge.contracts.source.InvalidContractException if the contract does not compile
     */
    public DryRun(ContractBundle bundle) {
        CompiledContract contract = ContractCompiler.compile(bundle).orThrow();
        events = new EventPublisher(
                contract, Pseudonyms.under(KEY_OF_DRY_RUNS), EventMode.BINARY, PublishingLimits.DEFAULT);
        callerColumns = contract.callerSuppliedColumns();
    }

    /** What a row becomes. */
    public DryRunResult of(SampleRow row) {
        try {
            return DryRunResult.published(events.publish(row.checked(callerColumns)));
        } catch (Refusal refused) { // its message holds no value
            return DryRunResult.refused(refused);
        }
    }
}
