package dev.drawbridge.contracts.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.drawbridge.contracts.compile.ContractCompiler;
import dev.drawbridge.contracts.mapping.ContractBundle;
import dev.drawbridge.contracts.source.Finding;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** What holds for any contract, mapping and payload whatever that fit each other. */
class RandomContractPropertyTest {

    @Property(tries = 300)
    void publishesWhatAnIndependentValidatorAcceptsAndNothingPrivate(@ForAll long seed) {
        proveOne(seed);
    }

    @Tag("soak")
    @Property(tries = 100_000)
    void publishesWhatAnIndependentValidatorAcceptsAndNothingPrivateForLong(@ForAll long seed) {
        proveOne(seed);
    }

    private static void proveOne(long seed) {
        RandomContract random = new RandomContract(seed);
        ContractBundle bundle = random.bundle();
        assertThat(ContractCompiler.compile(bundle).findings().stream().filter(Finding::isError))
                .as("findings in\n%s", bundle.inline())
                .isEmpty();
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(random.schema(), InputFormat.JSON);
        Noninterference proof = new Noninterference(bundle);
        DryRun dryRun = new DryRun(bundle);
        for (int i = 0; i < 3; i++) {
            SampleRow row = random.row();
            DryRunResult result = dryRun.of(row);
            assertThat(result.refusal()).as("of %s", row.payload()).isNull();
            assertThat(result.toString()).doesNotContain(RandomContract.CANARY, RandomContract.CANARY_DIGITS);
            assertThat(schema.validate(
                            String.valueOf(result.value()),
                            InputFormat.JSON,
                            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                    .isEmpty();
            assertThat(dryRun.of(row)).isEqualTo(result);
            assertThat(proof.leaks(row)).isEmpty();
        }
    }
}
