package dev.drawbridge.sink.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.drawbridge.sink.bulk.ClusterUnavailableException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that shows a certificate of its own making and wants one of the client. */
class TlsTest {

    private static final Password PASSWORD = new Password("changeit");

    @TempDir
    static Path folder;

    private static HttpsServer server;

    @BeforeAll
    static void start() throws Exception {
        keys("server", "-ext", "san=ip:127.0.0.1");
        keys("client");
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "client",
                "-file",
                file("client.pem"),
                "-keystore",
                file("trusted.p12"));
        DefaultSslEngineFactory tls = new DefaultSslEngineFactory();
        tls.configure(options(Map.of(
                "ssl.keystore.location", file("server.p12"),
                "ssl.keystore.password", PASSWORD,
                "ssl.key.password", PASSWORD,
                "ssl.truststore.location", file("trusted.p12"),
                "ssl.truststore.password", PASSWORD)));
        SSLContext context = tls.sslContext();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = context.getDefaultSSLParameters();
                ssl.setNeedClientAuth(true);
                parameters.setSSLParameters(ssl);
            }
        });
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("X-Elastic-Product", "Elasticsearch");
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void trustsACertificateAuthorityOfItsOwnAndShowsACertificate() throws Exception {
        assertThat(state(
                        "127.0.0.1",
                        Map.of(
                                "ssl.truststore.type",
                                "PEM",
                                "ssl.truststore.location",
                                file("server.pem"),
                                "ssl.keystore.location",
                                file("client.p12"),
                                "ssl.keystore.password",
                                PASSWORD,
                                "ssl.key.password",
                                PASSWORD)))
                .isEqualTo(TargetIndex.IndexState.MISSING);
    }

    @Test
    void takesThePemInline() throws Exception {
        assertThat(state(
                        "127.0.0.1",
                        Map.of(
                                "ssl.truststore.type",
                                "PEM",
                                "ssl.truststore.certificates",
                                new Password(Files.readString(folder.resolve("server.pem"))),
                                "ssl.keystore.location",
                                file("client.p12"),
                                "ssl.keystore.password",
                                PASSWORD,
                                "ssl.key.password",
                                PASSWORD)))
                .isEqualTo(TargetIndex.IndexState.MISSING);
    }

    @Test
    void doesNotTalkToAServerThatItDoesNotTrust() {
        assertThatThrownBy(() -> state(
                        "127.0.0.1",
                        Map.of(
                                "ssl.keystore.location", file("client.p12"),
                                "ssl.keystore.password", PASSWORD,
                                "ssl.key.password", PASSWORD)))
                .isInstanceOf(ClusterUnavailableException.class)
                .hasMessageContaining("SSL");
    }

    @Test
    void isNotLetInWithoutACertificate() {
        assertThatThrownBy(() -> state(
                        "127.0.0.1",
                        Map.of("ssl.truststore.type", "PEM", "ssl.truststore.location", file("server.pem"))))
                .isInstanceOf(ClusterUnavailableException.class);
    }

    @Test
    void insistsOnTheNameOfTheHost() throws Exception {
        Map<String, Object> client = new HashMap<>(Map.of(
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                file("server.pem"),
                "ssl.keystore.location",
                file("client.p12"),
                "ssl.keystore.password",
                PASSWORD,
                "ssl.key.password",
                PASSWORD));
        assertThatThrownBy(() -> state("localhost", client)).isInstanceOf(ClusterUnavailableException.class);
        client.put("ssl.endpoint.identification.algorithm", "");
        assertThat(state("localhost", client)).isEqualTo(TargetIndex.IndexState.MISSING);
    }

    private static TargetIndex.IndexState state(String host, Map<String, Object> tls) throws Exception {
        Connection connection = new Connection(
                List.of(URI.create("https://" + host + ":" + server.getAddress().getPort())),
                Credentials.NONE,
                options(tls),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                false,
                "test");
        try (Elasticsearch elasticsearch = new Elasticsearch(connection)) {
            return new TargetIndex(elasticsearch, "orders-000001").state();
        }
    }

    /** As the configuration would give them: with Kafka's defaults. */
    private static Map<String, Object> options(Map<String, Object> changes) {
        ConfigDef definition = new ConfigDef();
        SslConfigs.addClientSslSupport(definition);
        Map<String, Object> options = new HashMap<>(definition.parse(Map.of()));
        options.put("ssl.keystore.type", "PKCS12");
        options.put("ssl.truststore.type", "PKCS12");
        options.putAll(changes);
        return options;
    }

    /** A key pair NAME.p12 and its certificate NAME.pem. */
    private static void keys(String name, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-keystore",
                file(name + ".p12")));
        arguments.addAll(List.of(more));
        keytool(arguments.toArray(String[]::new));
        keytool("-exportcert", "-rfc", "-alias", name, "-keystore", file(name + ".p12"), "-file", file(name + ".pem"));
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD.value()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }
}
