package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.elastic.ElasticsearchClients;
import dev.drawbridge.ops.erasure.ErasureMarkerPurge;
import dev.drawbridge.ops.erasure.SourceTopicResolver;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An erasure marker may go once the topic no longer knows its id, and not before. */
@UsesStack
class ErasurePurgeIT {

    @Test
    void onlyMarkersThatTheTopicHasForgottenAreDeleted(TestStack stack) throws Exception {
        String name = "purge-" + UUID.randomUUID().toString().substring(0, 8);
        try (SinkRig rig = new SinkRig(stack, name, Map.of())) {
            rig.deploy(stack.stack.elasticsearch.uri().toString(), Map.of());
            for (int i = 0; i < 1_500; i++) {
                rig.send("gone-" + i, 2, null);
            }
            rig.send("again", 2, null);
            rig.flush();
            rig.awaitAgreement(Duration.ofMinutes(1));
            rig.forgetRecords();
            rig.send("kept", 2, null);
            rig.send("again", 1, "{\"orderId\":\"again\",\"version\":1}");
            rig.send("alive", 1, "{\"orderId\":\"alive\",\"version\":1}");
            rig.flush();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> rig.document("kept").path("found").asBoolean()
                            && rig.document("alive").path("found").asBoolean());

            ErasureMarkerPurge purge = purge(stack, feed(stack, rig.index()));
            assertThat(purge.run(false)).isEqualTo(new ErasureMarkerPurge.Purged(1_502, 1_500, 0));
            assertThat(purge.run(true)).isEqualTo(new ErasureMarkerPurge.Purged(1_502, 1_500, 1_500));
            assertThat(purge.run(true)).isEqualTo(new ErasureMarkerPurge.Purged(2, 0, 0));
            assertThat(rig.document("kept").at("/_source/erased").asBoolean()).isTrue();
            assertThat(rig.document("again").at("/_source/erased").asBoolean())
                    .as("a straggler still in the topic keeps its marker")
                    .isTrue();
            assertThat(rig.document("alive").path("found").asBoolean()).isTrue();
        }
    }

    /** What is deployed decides, not the file that it was once deployed from. */
    @Test
    void aSinkWhoseIdsAreNotItsKeysAllowsNoPurge(TestStack stack) throws Exception {
        String name = "purge-" + UUID.randomUUID().toString().substring(0, 8);
        try (SinkRig rig = new SinkRig(stack, name, Map.of())) {
            assertThat(feed(stack, TestStack.INDEX).topic()).isEqualTo("orders.public.v1");
            assertThatThrownBy(() -> feed(stack, rig.index())).hasMessageContaining("No connector writes to index");

            rig.deploy(stack.stack.elasticsearch.uri().toString(), Map.of("document.id.template", "{tenant}/{id}"));

            assertThatThrownBy(() -> feed(stack, rig.index()))
                    .hasMessageContaining("Connector '" + rig.connector() + "': document.id.template is set");
        }
    }

    /** One that was deleted, or a broker of another cluster, says nothing of what may still be replayed. */
    @Test
    void aTopicThatTheBrokerDoesNotKnowAllowsNoPurge(TestStack stack) throws Exception {
        String name = "purge-" + UUID.randomUUID().toString().substring(0, 8);
        try (SinkRig rig = new SinkRig(stack, name, Map.of())) {
            rig.deploy(stack.stack.elasticsearch.uri().toString(), Map.of());
            rig.send("a", 2, null);
            rig.flush();
            rig.awaitAgreement(Duration.ofMinutes(1));
            ErasureMarkerPurge purge = purge(stack, new SourceTopicResolver(rig.topic() + ".gone", rig.index()));
            assertThatThrownBy(() -> purge.run(true))
                    .isInstanceOf(ActionRequiredException.class)
                    .hasMessageContaining(rig.topic() + ".gone");
            assertThat(rig.document("a").path("found").asBoolean()).isTrue();
        }
    }

    private static ErasureMarkerPurge purge(TestStack stack, SourceTopicResolver feed) {
        return new ErasureMarkerPurge(
                stack.stack.broker.access(),
                feed,
                ElasticsearchClients.open(stack.stack.elasticsearch.access("admin")));
    }

    private static SourceTopicResolver feed(TestStack stack, String index) throws Exception {
        return SourceTopicResolver.of(index, stack.stack.connect.client().configs());
    }
}
