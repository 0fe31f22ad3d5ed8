package dev.drawbridge.ops.connect;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.kafka.KafkaAccess;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/**
 * Whether Connect works on the Kafka that an environment names. Their addresses are two settings, and a topic of the same name in
 * another cluster says nothing of what a connector has read or written.
 */
public final class SameKafka {
    private SameKafka() {}

    /**
     * To be called before something is concluded from a topic of a connector.
     *
     * @throws ActionRequiredException naming both addresses, when the clusters differ, or Connect does not say which is its own
     * @throws IOException when one of them does not answer
     */
    public static void require(ConnectApi connect, KafkaAccess kafka) throws IOException, InterruptedException {
        String ofConnect = connect.kafkaClusterId();
        try (Admin admin = kafka.admin()) {
            require(
                    connect,
                    ofConnect,
                    kafka,
                    admin.describeCluster().clusterId().get());
        } catch (ExecutionException e) {
            throw new IOException(kafka + " does not say which cluster it is: " + e.getCause(), e);
        }
    }

    static void require(ConnectApi connect, String ofConnect, KafkaAccess kafka, String ofKafka) {
        if (!ofConnect.equals(ofKafka)) {
            throw new ActionRequiredException("Connect at " + connect.url() + " works on the Kafka cluster " + ofConnect
                    + ", but " + kafka + " is the cluster " + ofKafka
                    + "; nothing was done. Correct connect.url or kafka.bootstrap.servers of the environment.");
        }
    }
}
