package dev.drawbridge.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.stack.component.Stack;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As long as anything runs, what has died comes back where the others look for it. */
class RecordedPortsTest {
    private static final ProcessHandle ALIVE = ProcessHandle.current();
    private static final Ports ASKED = Ports.from(Map.of());

    @TempDir
    private Path folder;

    private Home home;

    @BeforeEach
    void aBrokerThatHasDied() {
        home = Home.at(folder);
        died("kafka", 9999);
    }

    @Test
    void aDeadComponentKeepsItsPortAsLongAsAnotherRuns() {
        runs("connect", 8888);
        assertThat(RecordedPorts.in(home).or(ASKED)).isEqualTo(new Ports(8080, 8888, 9200, 9999, 5432));
    }

    @Test
    void whereNothingRunsTheEnvironmentAloneDecides() {
        RecordedPorts recorded = RecordedPorts.in(home);
        assertThat(recorded.or(ASKED)).isEqualTo(ASKED);
        assertThatCode(() -> recorded.demandNoOther(Map.of("DRAWBRIDGE_KAFKA_PORT", "9092")))
                .doesNotThrowAnyException();
    }

    @Test
    void aVariableThatAsksForAnotherPortIsRefusedWithBothAndTheWaysOut() {
        runs("write-api", 8181);
        RecordedPorts recorded = RecordedPorts.in(home);
        assertThatThrownBy(() -> recorded.demandNoOther(Map.of("DRAWBRIDGE_KAFKA_PORT", "9092")))
                .isInstanceOf(ActionRequiredException.class)
                .hasMessage("kafka of the stack that runs was started on port 9999, and DRAWBRIDGE_KAFKA_PORT asks for"
                        + " 9092; set DRAWBRIDGE_KAFKA_PORT=9999, or run ./drawbridge down first.");
        assertThatThrownBy(() -> recorded.demandNoOther(Map.of("DRAWBRIDGE_WRITE_API_PORT", "8080")))
                .hasMessageContaining("write-api of the stack that runs was started on port 8181");
    }

    @Test
    void theSamePortNoneAndOneOfAComponentWithoutARecordAreNotRefused() {
        runs("connect", 8888);
        Map<String, String> environment = Map.of("DRAWBRIDGE_KAFKA_PORT", "9999", "DRAWBRIDGE_POSTGRES_PORT", "5433");
        assertThatCode(() -> RecordedPorts.in(home).demandNoOther(environment)).doesNotThrowAnyException();
    }

    /** Every component of a stack is known here, by the name of its record. */
    @Test
    void noComponentIsForgotten() throws Exception {
        Ports recorded = new Ports(1, 2, 3, 4, 5);
        Stack stack = new Stack(new Distribution(folder), home, recorded, (what, took) -> {});
        stack.components().forEach(component -> runs(component.name(), component.port()));
        assertThat(RecordedPorts.in(home).or(ASKED)).isEqualTo(recorded);
        assertThat(stack.components()).allSatisfy(component -> assertThatThrownBy(
                        () -> RecordedPorts.in(home).demandNoOther(Map.of(Ports.variable(component.variable()), "6")))
                .isInstanceOf(ActionRequiredException.class));
    }

    private void runs(String component, int port) {
        ProcessRecord.of(ALIVE, port).write(home.run(component + ".properties"));
    }

    private void died(String component, int port) {
        new ProcessRecord(Integer.MAX_VALUE, "another-boot/1", port).write(home.run(component + ".properties"));
    }
}
