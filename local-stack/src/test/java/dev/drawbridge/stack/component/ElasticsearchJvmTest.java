package dev.drawbridge.stack.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.stack.process.Jvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ElasticsearchJvmTest {

    private static final Path EIGHT = Path.of("/somewhere/elasticsearch-8.19.21");
    private static final Path NINE = Path.of("/somewhere/elasticsearch-9.2.0");

    @Test
    void eightRunsOnTheLaunchersJvm() throws IOException {
        assertThat(ElasticsearchJvm.home(EIGHT, Map.of())).isEqualTo(Jvm.home());
    }

    @Test
    void theVariableDecides() throws IOException {
        Map<String, String> environment = Map.of(ElasticsearchJvm.VARIABLE, "/opt/jdk");
        assertThat(ElasticsearchJvm.home(EIGHT, environment)).isEqualTo("/opt/jdk");
        assertThat(ElasticsearchJvm.home(NINE, environment)).isEqualTo("/opt/jdk");
    }

    /** Which JDKs there are is the machine's business; one that is too old is never taken. */
    @Test
    void nineNeedsANewerOneThanSeventeen() throws IOException {
        try {
            String home = ElasticsearchJvm.home(NINE, Map.of());
            assertThat(home.equals(Jvm.home()))
                    .as(home)
                    .isEqualTo(Runtime.version().feature() >= 21);
        } catch (ActionRequiredException e) {
            assertThat(e).hasMessageContaining(ElasticsearchJvm.VARIABLE).hasMessageContaining("21");
        }
    }
}
