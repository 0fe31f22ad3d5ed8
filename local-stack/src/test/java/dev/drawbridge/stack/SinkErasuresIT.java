package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.stack.component.Secrets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** G5 of the sink: what is erased stays erased, however late the stragglers come. */
@UsesStack
class SinkErasuresIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void anErasedDocumentIsNotBroughtBackWhenElasticsearchHasForgottenDeletions(TestStack stack) throws Exception {
        try (SinkRig rig = new SinkRig(stack, name("stub"), Map.of("index.gc_deletes", "0ms"))) {
            rig.deploy(stack.stack.elasticsearch.uri().toString(), Map.of());
            rig.send("a", 1, SinkLoad.json("a", 1));
            rig.send("a", 3, null);
            rig.flush();
            rig.awaitAgreement(PATIENCE);
            stack.elasticsearch("admin", "POST", "/" + rig.index() + "/_forcemerge?only_expunge_deletes=true", null);
            rig.send("a", 2, SinkLoad.json("a", 2));
            rig.send("z", 1, SinkLoad.json("z", 1));
            rig.flush();
            rig.awaitCommitted();
            rig.awaitAgreement(PATIENCE);
            assertThat(rig.document("z").path("found").asBoolean()).isTrue();
            assertThat(rig.document("a").at("/_source/erased").asBoolean()).isTrue();
        }
    }

    /** With {@code gc_deletes} at nothing, what Elasticsearch itself remembers of a deletion would not outlive any of this. */
    @Test
    void erasedDocumentsAreNotBroughtBackAfterElasticsearchWasRestarted(TestStack stack) throws Exception {
        int ids = 200;
        try (SinkRig rig = new SinkRig(stack, name("restart"), Map.of("index.gc_deletes", "0ms"))) {
            rig.deploy(stack.stack.elasticsearch.uri().toString(), Map.of("tasks.max", "2", "batch.size", "20"));
            for (int i = 0; i < ids; i++) {
                rig.send("e-" + i, 3, null);
                rig.send("e-" + i, 1, SinkLoad.json("e-" + i, 1));
            }
            rig.flush();
            rig.awaitAgreement(PATIENCE);
            stack.elasticsearch("admin", "POST", "/" + rig.index() + "/_flush", null);
            stack.elasticsearch("admin", "POST", "/" + rig.index() + "/_forcemerge?only_expunge_deletes=true", null);

            stack.stack.elasticsearch.child().stop("TERM", Duration.ofSeconds(30));
            for (int i = 0; i < ids; i++) {
                rig.send("e-" + i, 2, SinkLoad.json("e-" + i, 2));
            }
            rig.send("z", 1, SinkLoad.json("z", 1));
            rig.flush();
            stack.stack.up();

            rig.awaitCommitted();
            rig.awaitAgreement(PATIENCE);
            assertThat(rig.document("z").path("found").asBoolean()).isTrue();
            assertThat(rig.failure()).isEmpty();
        }
    }

    /** The weakness of delete, shown: this is why a stub is the default. */
    @Test
    void aDeletedDocumentComesBackWithAStragglerOnceItsVersionIsForgotten(TestStack stack) throws Exception {
        try (SinkRig rig = new SinkRig(stack, name("delete"), Map.of("index.gc_deletes", "0ms"))) {
            rig.deploy(
                    stack.stack.elasticsearch.uri().toString(),
                    Map.of(
                            "behavior.on.null.values",
                            "delete",
                            "connection.username",
                            "admin",
                            "connection.password",
                            stack.reference(Secrets.ELASTICSEARCH_ADMIN)));
            rig.send("a", 1, SinkLoad.json("a", 1));
            rig.flush();
            await().atMost(PATIENCE).until(() -> rig.document("a").path("found").asBoolean());
            rig.send("a", 3, null);
            rig.send("never-there", 3, null);
            rig.flush();
            await().atMost(PATIENCE)
                    .until(() -> !rig.document("a").path("found").asBoolean());
            await().atMost(PATIENCE).until(() -> {
                stack.elasticsearch("admin", "POST", "/" + rig.index() + "/_refresh", null);
                rig.send("a", 2, SinkLoad.json("a", 2));
                rig.flush();
                return rig.document("a").path("found").asBoolean();
            });
            assertThat(rig.failure()).isEmpty();
        }
    }

    private static String name(String test) {
        return test + "-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
