package dev.drawbridge.stack.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.stack.process.Home;
import dev.drawbridge.stack.process.ManagedProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComponentStarterTest {
    private final ComponentStarter start = new ComponentStarter((what, took) -> {});
    private Server database;
    private Server api;

    @BeforeEach
    void prepare(@TempDir Path folder) {
        database = new Server("database", folder);
        api = new Server("api", folder);
    }

    @AfterEach
    void stop() throws Exception {
        api.child().stop("KILL", Duration.ofSeconds(10));
        database.child().stop("KILL", Duration.ofSeconds(10));
    }

    /** As when PostgreSQL is killed while "up" waits for the write API: that would wait for minutes. */
    @Test
    void nobodyWaitsForWhatNeedsOneThatHasDied() throws Exception {
        database.start();
        assertThatThrownBy(() -> start.bringUp(api, List.of(database), () -> kill(database)))
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContainingAll("database died while api was starting", "./drawbridge up");
        assertThat(api.child().running()).as("goes on, as all that did start").isPresent();
    }

    @Test
    void whatIsInTheWayIsMendedUntilItIsHealthy() throws Exception {
        int[] mended = {0};
        start.bringUp(api, List.of(), () -> api.healthy = ++mended[0] == 3);
        assertThat(mended[0]).isEqualTo(3);
    }

    private static void kill(Server server) throws InterruptedException {
        try {
            server.child().stop("KILL", Duration.ofSeconds(10));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Server implements Component {
        private final String name;
        private final ManagedProcess child;
        private boolean healthy;

        Server(String name, Path folder) {
            this.name = name;
            this.child = new ManagedProcess(name, Home.at(folder));
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int port() {
            return 4711;
        }

        @Override
        public String variable() {
            return name;
        }

        @Override
        public ManagedProcess child() {
            return child;
        }

        @Override
        public void start() throws IOException {
            child.start(List.of("sleep", "600"), Map.of(), port());
        }

        @Override
        public boolean isHealthy() {
            return healthy;
        }

        @Override
        public Duration startTimeout() {
            return Duration.ofSeconds(20);
        }
    }
}
