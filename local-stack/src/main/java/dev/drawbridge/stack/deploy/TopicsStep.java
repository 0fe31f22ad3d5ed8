package dev.drawbridge.stack.deploy;

import dev.drawbridge.ops.kafka.TopicsFile;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** The topics of the context and of the read model. */
final class TopicsStep {
    private final Place place;

    TopicsStep(Place place) {
        this.place = place;
    }

    void apply() throws InterruptedException, ExecutionException {
        String bootstrap = place.settings().get("kafka.bootstrap");
        String kafkaConfigs = "kafka-configs.sh --bootstrap-server " + bootstrap;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            TopicsFile.read(place.contextFile("topics.json"), place.environment())
                    .createMissing(admin, kafkaConfigs);
            TopicsFile.read(place.readModelFile("topics.json"), place.environment())
                    .createMissing(admin, kafkaConfigs);
        }
    }
}
