package dev.drawbridge.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsServer;
import dev.drawbridge.sink.config.ElasticsearchSinkConfig;
import dev.drawbridge.sink.config.ElasticsearchSinkConfigTest;
import dev.drawbridge.sink.elastic.Elasticsearch;
import dev.drawbridge.sink.elastic.TargetIndex;
import dev.drawbridge.sink.failure.ClusterUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.config.ConfigException;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of a configuration, against servers that show a certificate of their own making and want one of the client. */
class TlsTest {

    @TempDir
    static Path folder;

    private static TlsServers servers;
    private static HttpsServer server;

    @BeforeAll
    static void start() throws Exception {
        servers = new TlsServers(folder);
        server = servers.start(new SSLParameters());
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @Test
    void trustsACertificateAuthorityOfItsOwnAndShowsACertificate() throws Exception {
        assertThat(state(server, trustingAndKnown())).isEqualTo(TargetIndex.IndexState.MISSING);
    }

    @Test
    void takesThePemInline() throws Exception {
        Map<String, String> options = known();
        options.put("ssl.truststore.type", "PEM");
        options.put("ssl.truststore.certificates", Files.readString(folder.resolve("server.pem")));
        assertThat(state(server, options)).isEqualTo(TargetIndex.IndexState.MISSING);
    }

    /** Told at the option, and not that the check may be left out: nothing would mend it later. */
    @Test
    void doesNotTalkToAServerThatItDoesNotTrust() throws Exception {
        assertThatThrownBy(() -> state(server, known()))
                .isInstanceOf(ClusterUnavailableException.class)
                .hasMessageContaining("SSL");
        assertThat(flaws("127.0.0.1", server, known()))
                .containsOnlyKeys("elastic.https.ssl.truststore.location")
                .hasValueSatisfying(said("SSLHandshakeException", "the authority that issued it"));
    }

    @Test
    void isNotLetInWithoutACertificate() {
        assertThatThrownBy(() -> state(server, trusting())).isInstanceOf(ClusterUnavailableException.class);
    }

    @Test
    void insistsOnTheNameOfTheHost() throws Exception {
        Map<String, String> options = trustingAndKnown();
        assertThatThrownBy(() -> state("localhost", server, options)).isInstanceOf(ClusterUnavailableException.class);
        assertThat(flaws("localhost", server, options))
                .containsOnlyKeys("elastic.https.ssl.truststore.location")
                .hasValueSatisfying(
                        said("does not match the certificate", "name the node in connection.url as it does"));
        options.put("ssl.endpoint.identification.algorithm", "");
        assertThat(state("localhost", server, options)).isEqualTo(TargetIndex.IndexState.MISSING);
    }

    @Test
    void speaksNoOtherProtocolThanIsEnabled() throws Exception {
        HttpsServer older = servers.start(new SSLParameters(null, new String[] {"TLSv1.2"}));
        Map<String, String> options = trustingAndKnown();
        assertThat(state(older, options)).isEqualTo(TargetIndex.IndexState.MISSING);
        options.put("ssl.enabled.protocols", "TLSv1.3");
        assertThatThrownBy(() -> state(older, options)).isInstanceOf(ClusterUnavailableException.class);
        assertThat(state(server, options)).isEqualTo(TargetIndex.IndexState.MISSING);
    }

    @Test
    void offersNoOtherCipherSuiteThanIsNamed() throws Exception {
        HttpsServer strict = servers.start(new SSLParameters(new String[] {"TLS_AES_256_GCM_SHA384"}));
        Map<String, String> options = trustingAndKnown();
        options.put("ssl.cipher.suites", "TLS_AES_128_GCM_SHA256");
        assertThatThrownBy(() -> state(strict, options)).isInstanceOf(ClusterUnavailableException.class);
        options.put("ssl.cipher.suites", "TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384");
        assertThat(state(strict, options)).isEqualTo(TargetIndex.IndexState.MISSING);
    }

    @Test
    void leavesTheChoiceToTheJvmWhenListsAreEmpty() throws Exception {
        Map<String, String> options = trustingAndKnown();
        options.put("ssl.enabled.protocols", "");
        options.put("ssl.cipher.suites", "");
        assertThat(state(server, options)).isEqualTo(TargetIndex.IndexState.MISSING);
    }

    /** Said at the start: later it would be taken for a cluster out of reach, and tried without end. */
    @ParameterizedTest
    @ValueSource(strings = {"ssl.enabled.protocols", "ssl.cipher.suites"})
    void refusesWhatTheJvmDoesNotKnow(String option) {
        Map<String, String> options = trustingAndKnown();
        options.put(option, "TLSv9");
        assertThatThrownBy(() -> state(server, options))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(option)
                .hasMessageContaining("TLSv9");
    }

    private static Condition<String> said(String... words) {
        return new Condition<>(
                text -> Arrays.stream(words).allMatch(text::contains) && !text.contains("connection.check"),
                "says %s and nothing of connection.check",
                List.of(words));
    }

    private static Map<String, String> trustingAndKnown() {
        Map<String, String> options = known();
        options.putAll(trusting());
        return options;
    }

    private static Map<String, String> trusting() {
        return Map.of("ssl.truststore.type", "PEM", "ssl.truststore.location", servers.file("server.pem"));
    }

    private static Map<String, String> known() {
        return new HashMap<>(Map.of(
                "ssl.keystore.type", "PKCS12",
                "ssl.keystore.location", servers.file("client.p12"),
                "ssl.keystore.password", TlsServers.PASSWORD.value(),
                "ssl.key.password", TlsServers.PASSWORD.value()));
    }

    private static TargetIndex.IndexState state(HttpsServer of, Map<String, String> tls) throws Exception {
        return state("127.0.0.1", of, tls);
    }

    private static TargetIndex.IndexState state(String host, HttpsServer of, Map<String, String> tls) throws Exception {
        try (Elasticsearch elasticsearch =
                new Elasticsearch(config(host, of, tls).connection())) {
            return new TargetIndex(elasticsearch, "orders-000001").state();
        }
    }

    /** What validate finds, by option. */
    private static Map<String, String> flaws(String host, HttpsServer of, Map<String, String> tls) {
        return ClusterCheck.problems(config(host, of, tls));
    }

    private static ElasticsearchSinkConfig config(String host, HttpsServer of, Map<String, String> tls) {
        Map<String, String> changes = new HashMap<>();
        tls.forEach((name, value) -> changes.put("elastic.https." + name, value));
        changes.put("connection.url", "https://" + host + ":" + of.getAddress().getPort());
        return new ElasticsearchSinkConfig(ElasticsearchSinkConfigTest.with(changes));
    }
}
