package dev.drawbridge.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WriteApiConfigTest {
    private static final String HASH = "a".repeat(64);

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "WRITE_DB_URL", "jdbc:postgresql://127.0.0.1:5432/drawbridge",
            "WRITE_DB_USERNAME", "drawbridge_writer",
            "WRITE_DB_PASSWORD", "s3cret"));

    @Test
    void listensOnLoopbackUnlessToldOtherwise() {
        WriteApiConfig config = WriteApiConfig.from(environment);

        assertThat(config.http().host()).isEqualTo("127.0.0.1");
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.clients().isEmpty()).isTrue();
        assertThat(config.commands().requireIfMatch()).isFalse();
        assertThat(config.database())
                .isEqualTo(new DatabaseSettings(
                        "jdbc:postgresql://127.0.0.1:5432/drawbridge", "drawbridge_writer", "s3cret", 10));
        assertThat(config.maintenance())
                .isEqualTo(new MaintenanceSettings(2, "drawbridge_orders", Duration.ofDays(7), Duration.ofHours(24)));
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

    @ParameterizedTest
    @CsvSource({
        "WRITE_DB_CONNECTIONS,1",
        "WRITE_WORKERS,many",
        "WRITE_OUTBOX_SLOT,orders-slot",
        "WRITE_OUTBOX_RETENTION,7 days",
        "WRITE_OUTBOX_RETENTION,P36500D",
        "WRITE_OUTBOX_RETENTION,PT9223372036854775807S",
        "WRITE_OUTBOX_RETENTION,P999999999999999999D",
        "WRITE_OUTBOX_RETENTION,-PT1S",
        "WRITE_ANSWER_RETENTION,-PT1H",
        "WRITE_ANSWER_RETENTION,PT5M",
        "WRITE_ANSWER_RETENTION,P106751991167D",
        "WRITE_API_BODY_TIMEOUT,PT0S",
        "WRITE_API_BODY_TIMEOUT,PT0.000000001S",
        "WRITE_API_BODY_TIMEOUT,PT2562047H48M",
        "WRITE_API_REQUIRE_IF_MATCH,yes",
        "WRITE_API_REQUIRE_IDEMPOTENCY_KEY,1",
        "WRITE_API_KEYS,shop:s3cret"
    })
    void namesTheKeyOfAWrongValueAndDoesNotQuoteIt(String key, String value) {
        environment.put(key, value);

        assertThatThrownBy(() -> WriteApiConfig.from(environment))
                .isInstanceOf(WriteApiConfigException.class)
                .hasMessageStartingWith(key + " must be")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void twoThousandConnectionsAreServedAtOnce() {
        assertThat(WriteApiConfig.from(environment).http().maxConnections()).isEqualTo(2_000);
    }

    @Test
    void saysBetweenWhichBoundsADurationMustBe() {
        environment.put("WRITE_OUTBOX_RETENTION", "P3651D");
        environment.put("WRITE_API_BODY_TIMEOUT", "PT0S");

        assertThatThrownBy(() -> WriteApiConfig.from(environment))
                .hasMessage("WRITE_API_BODY_TIMEOUT must be a duration as ISO 8601 writes it, such as PT24H or P7D,"
                        + " from PT0.1S to PT1H." + System.lineSeparator()
                        + "WRITE_OUTBOX_RETENTION must be a duration as ISO 8601 writes it, such as PT24H or P7D,"
                        + " from PT0S to P3650D.");
    }

    @ParameterizedTest
    @CsvSource({
        "WRITE_OUTBOX_RETENTION,PT0S",
        "WRITE_OUTBOX_RETENTION,P3650D",
        "WRITE_ANSWER_RETENTION,P3650D",
        "WRITE_API_BODY_TIMEOUT,PT0.1S",
        "WRITE_API_BODY_TIMEOUT,PT1H"
    })
    void takesDurationsUpToTheirBounds(String key, String value) {
        environment.put(key, value);

        assertThat(WriteApiConfig.from(environment).toString())
                .contains(Duration.parse(value).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.7", "write-api", "128.0.0.1", "127.0.0.1.example.com"})
    void doesNotBindBeyondLoopbackWithoutKeys(String host) {
        environment.put("WRITE_API_HOST", host);
        assertThatThrownBy(() -> WriteApiConfig.from(environment))
                .hasMessageStartingWith("WRITE_API_KEYS is not set, and WRITE_API_HOST");

        environment.put("WRITE_API_KEYS", "shop:" + HASH + ", office:" + "b".repeat(64));
        assertThat(WriteApiConfig.from(environment).clients().isEmpty()).isFalse();

        environment.put("WRITE_API_KEYS", "none"); // said in so many words
        assertThat(WriteApiConfig.from(environment).clients().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"})
    void bindsToLoopbackWithoutKeys(String host) {
        environment.put("WRITE_API_HOST", host);

        assertThat(WriteApiConfig.from(environment).http().host()).isEqualTo(host);
    }

    @Test
    void hasNoOperatorsUnlessNamed() {
        assertThat(WriteApiConfig.from(environment).operators().isEmpty()).isTrue();

        environment.put("WRITE_API_OPERATOR_KEYS", "operator:" + HASH);
        assertThat(WriteApiConfig.from(environment).operators().isEmpty()).isFalse();
        assertThat(WriteApiConfig.from(environment).clients().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "operator", "operator:1234"})
    void refusesOperatorsWithoutKeys(String keys) {
        environment.put("WRITE_API_OPERATOR_KEYS", keys);

        assertThatThrownBy(() -> WriteApiConfig.from(environment))
                .hasMessageStartingWith("WRITE_API_OPERATOR_KEYS must be NAME:SHA256 pairs");
    }

    @Test
    void refusesAClientsKeyAsAnOperators() {
        environment.put("WRITE_API_KEYS", "shop:" + HASH);
        environment.put("WRITE_API_OPERATOR_KEYS", "operator:" + "b".repeat(64) + ",other:" + HASH);

        assertThatThrownBy(() -> WriteApiConfig.from(environment))
                .hasMessageContainingAll("WRITE_API_OPERATOR_KEYS", "WRITE_API_KEYS too", "keys of their own")
                .hasMessageNotContaining(HASH);
    }

    @Test
    void refusesOtherDatabases() {
        environment.put("WRITE_DB_URL", "jdbc:mysql://localhost/s3cret");

        assertThatThrownBy(() -> WriteApiConfig.from(environment))
                .hasMessage("WRITE_DB_URL must start with jdbc:postgresql://.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h:54x2/db",
                "jdbc:postgresql://h:99999/db",
                "jdbc:postgresql://h?password=s3cret",
                "jdbc:postgresql://u:s3cret@h/db",
                "jdbc:postgresql://h/db?password=%zz"
            })
    void refusesUrlsThatTheDriverDoesNotTakeAndDoesNotQuoteThem(String url) {
        environment.put("WRITE_DB_URL", url);

        assertThatThrownBy(() -> WriteApiConfig.from(environment))
                .isInstanceOf(WriteApiConfigException.class)
                .hasMessage("WRITE_DB_URL is not a URL that the PostgreSQL driver takes: check host, port and escapes,"
                        + " as in jdbc:postgresql://127.0.0.1:5432/drawbridge.");
    }

    /** The driver takes what stands in the URL before what the service says, which would lose its timeouts. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "options=-c%20statement_timeout=s3cret",
                "user=s3cret",
                "password=s3cret",
                "socketTimeout=0",
                "connectTimeout=0",
                "ApplicationName=s3cret",
                "logServerErrorDetail=true"
            })
    void refusesParametersThatTheServiceSetsItself(String parameter) {
        environment.put("WRITE_DB_URL", "jdbc:postgresql://db/orders?sslmode=verify-full&" + parameter);

        assertThatThrownBy(() -> WriteApiConfig.from(environment))
                .isInstanceOf(WriteApiConfigException.class)
                .hasMessageStartingWith(
                        "WRITE_DB_URL holds the parameter " + parameter.replaceAll("=.*", "") + ", which")
                .hasMessageNotContaining("s3cret")
                .hasMessageNotContaining("verify-full");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/orders",
                "jdbc:postgresql://[::1]:5432/orders?sslmode=verify-full",
                "jdbc:postgresql://a:5432,b:5433/orders?targetServerType=primary"
            })
    void takesUrlsThatTheDriverTakes(String url) {
        environment.put("WRITE_DB_URL", url);

        assertThat(WriteApiConfig.from(environment).database().url()).isEqualTo(url);
    }

    @Test
    void doesNotShowSecrets() {
        environment.put("WRITE_API_KEYS", "shop:" + HASH);

        assertThat(WriteApiConfig.from(environment).toString()).doesNotContain("s3cret", HASH);
    }
}
