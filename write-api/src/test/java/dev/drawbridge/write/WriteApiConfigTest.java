package dev.drawbridge.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteApiConfigTest {
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "WRITE_DB_URL", "jdbc:postgresql://127.0.0.1:5432/drawbridge",
            "WRITE_DB_USERNAME", "drawbridge_writer",
            "WRITE_DB_PASSWORD", "s3cret"));

    @Test
    void listensOnLoopbackUnlessToldOtherwise() {
        assertThat(WriteApiConfig.from(environment))
                .isEqualTo(new WriteApiConfig(
                        "127.0.0.1",
                        8080,
                        "jdbc:postgresql://127.0.0.1:5432/drawbridge",
                        "drawbridge_writer",
                        "s3cret"));
    }

    @Test
    void namesEverythingThatIsMissing() {
        assertThatThrownBy(() -> WriteApiConfig.from(Map.of()))
                .isInstanceOf(WriteApiConfigException.class)
                .hasMessageContaining("WRITE_DB_URL is not set: set it")
                .hasMessageContaining("WRITE_DB_USERNAME")
                .hasMessageContaining("WRITE_DB_PASSWORD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http", "-1", "65536", "80 80", "99999999999"})
    void namesThePortThatIsNone(String port) {
        environment.put("WRITE_API_PORT", port);

        assertThatThrownBy(() -> WriteApiConfig.from(environment)).hasMessageContaining("WRITE_API_PORT must be");
    }

    @Test
    void refusesOtherDatabases() {
        environment.put("WRITE_DB_URL", "jdbc:mysql://localhost/s3cret");

        assertThatThrownBy(() -> WriteApiConfig.from(environment))
                .hasMessage("WRITE_DB_URL must start with jdbc:postgresql://.");
    }

    @Test
    void doesNotShowThePassword() {
        assertThat(WriteApiConfig.from(environment).toString()).doesNotContain("s3cret");
    }
}
