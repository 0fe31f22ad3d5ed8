package dev.drawbridge.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.ops.files.ConnectorFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ctrl-C may come at any moment; what was there is what stays. */
class StockSettingsTest {
    private static final ConnectorFile SOURCE = new ConnectorFile("source", Map.of("poll.interval.ms", "5"));
    private static final ConnectorFile SINK =
            new ConnectorFile("sink", Map.of("consumer.override.max.poll.records", "9"));

    private final SlowDeployer deployer = new SlowDeployer();

    @Test
    void restoringWaitsForAnApplyThatIsHalfWay() throws Exception {
        StockSettings settings = new StockSettings(deployer, deployer);
        CompletableFuture<Void> apply = start(settings::apply);
        assertThat(deployer.halfWay.await(60, TimeUnit.SECONDS)).isTrue();
        CountDownLatch restoring = new CountDownLatch(1);
        CompletableFuture<Void> restore = start(() -> {
            restoring.countDown();
            settings.restore();
        });
        try {
            assertThat(restoring.await(60, TimeUnit.SECONDS)).isTrue();
            await().during(Duration.ofMillis(300)).until(() -> !restore.isDone());
        } finally {
            deployer.goOn.countDown();
        }
        assertThat(apply).succeedsWithin(Duration.ofSeconds(60));
        assertThat(restore).succeedsWithin(Duration.ofSeconds(60));
        assertThat(deployer.deployed).containsExactly(SOURCE, SINK, "200ms");
    }

    @Test
    void onceRestoredNothingIsApplied() throws Exception {
        deployer.goOn.countDown();
        StockSettings settings = new StockSettings(deployer, deployer);
        settings.restore();
        settings.apply();
        assertThat(deployer.deployed).containsExactly(SOURCE, SINK, "200ms");
    }

    private interface Step {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> start(Step step) {
        return CompletableFuture.runAsync(() -> {
            try {
                step.run();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    /** Stands still in the middle of the first change until it may go on. */
    private static final class SlowDeployer implements Deployer, StockSettings.RefreshInterval {
        private final CountDownLatch halfWay = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final AtomicBoolean moved = new AtomicBoolean();
        private final List<Object> deployed = new CopyOnWriteArrayList<>(List.of(SOURCE, SINK, "200ms"));

        @Override
        public ConnectorFile source() {
            return SOURCE;
        }

        @Override
        public ConnectorFile sink() {
            return SINK;
        }

        @Override
        public void deploySource(ConnectorFile connector) throws Exception {
            if (moved.compareAndSet(false, true)) {
                halfWay.countDown();
                goOn.await();
            }
            deployed.set(0, connector);
        }

        @Override
        public void deploySink(ConnectorFile connector) {
            deployed.set(1, connector);
        }

        @Override
        public String get() {
            return "200ms";
        }

        @Override
        public void set(@Nullable String interval) {
            deployed.set(2, String.valueOf(interval));
        }
    }
}
