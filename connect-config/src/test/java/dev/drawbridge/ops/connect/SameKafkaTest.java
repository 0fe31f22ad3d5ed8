package dev.drawbridge.ops.connect;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.kafka.KafkaAccess;
import java.net.URI;
import org.junit.jupiter.api.Test;

class SameKafkaTest {
    private final ConnectApi connect = new ConnectApi(URI.create("http://connect.example:8083"));
    private final KafkaAccess kafka = KafkaAccess.of("kafka.example:9092");

    @Test
    void anotherClusterIsRefusedWithBothAddresses() {
        assertThatThrownBy(() -> SameKafka.require(connect, "of-connect", kafka, "another"))
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContainingAll(
                        "http://connect.example:8083",
                        "of-connect",
                        "kafka.example:9092",
                        "another",
                        "connect.url",
                        "kafka.bootstrap.servers");
    }

    @Test
    void theSameClusterPasses() {
        SameKafka.require(connect, "one", kafka, "one");
    }
}
