package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The reference files, checked and applied by the documented tool against real servers. */
@UsesStack
class DeployToolIT {

    @Test
    void theReferenceFilesAreFoundSoundAndAreAppliedWithoutAChange(TestStack stack) throws Exception {
        assertThat(stack.run("check")).contains("2 connectors checked, 0 findings", "exit 0");
        assertThat(stack.run("apply"))
                .contains("topics applied", "indexes applied", "connectors applied", "exit 0")
                .doesNotContain("created");
        assertThat(stack.run("status")).contains("orders-outbox", "RUNNING", "exit 0");
        assertThat(stack.stack.connect.client().isRunning("orders-outbox")).isTrue();
        assertThat(stack.run("erasures", "purge")).contains("erasure markers", "exit 0");
        assertThat(stack.run("outbox", "init")).contains("slot drawbridge_orders exists", "exit 0");
    }
}
