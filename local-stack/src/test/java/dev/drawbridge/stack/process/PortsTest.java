package dev.drawbridge.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {
    @Test
    void areTheWellKnownOnesUnlessAVariableSaysOtherwise() {
        assertThat(Ports.from(Map.of("DRAWBRIDGE_KAFKA_PORT", "19092")))
                .isEqualTo(new Ports(8080, 8083, 9200, 19092, 5432));
    }

    @Test
    void answersWhereSomethingListensAndOnlyThere() throws IOException {
        int port;
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = listening.getLocalPort();
            assertThat(Ports.answers(port)).isTrue();
        }
        assertThat(Ports.answers(port)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "65536", "-1", "abc", "999999999999"})
    void refusesWhatIsNoPortAndNamesTheVariable(String value) {
        assertThatThrownBy(() -> Ports.from(Map.of("DRAWBRIDGE_CONNECT_PORT", value)))
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContaining("DRAWBRIDGE_CONNECT_PORT");
    }

    @Test
    void refusesOnePortForTwoAndNamesBothVariables() {
        assertThatThrownBy(() -> Ports.from(Map.of("DRAWBRIDGE_KAFKA_PORT", "5432")))
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContaining("DRAWBRIDGE_KAFKA_PORT and DRAWBRIDGE_POSTGRES_PORT are both 5432");
    }
}
