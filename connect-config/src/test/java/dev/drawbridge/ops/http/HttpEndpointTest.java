package dev.drawbridge.ops.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.elastic.ElasticsearchClients;
import dev.drawbridge.ops.environment.Environment;
import dev.drawbridge.ops.environment.HttpAccess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server with a certificate that only the environment's {@code .ca} knows. */
class HttpEndpointTest {
    private static final String PASSWORD = "changeit";

    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        Path keys = folder.resolve("keys.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "it",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                keys.toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "it",
                "-storepass",
                PASSWORD,
                "-keystore",
                keys.toString(),
                "-file",
                folder.resolve("ca.pem").toString());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = "[]".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI url() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    @Test
    void theCertificatesOfTheEnvironmentAreTrustedAndTheCredentialsSent() throws Exception {
        Files.writeString(folder.resolve("password"), "s3cret\n");
        HttpAccess access = Environment.read(Files.writeString(folder.resolve("this.properties"), """
                connect.url=%s
                connect.username=ops
                connect.password=${file:password}
                connect.ca=ca.pem
                """.formatted(url())))
                .connect();
        HttpResponse<String> answer =
                new HttpEndpoint(access).send("/connectors", Duration.ofSeconds(10), HttpRequest.Builder::GET);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(authorizations).containsExactly("Basic b3BzOnMzY3JldA==");
    }

    @Test
    void aCertificateThatNobodyKnowsIsRefusedBeforeAnythingIsSent() {
        assertThatThrownBy(() -> new HttpEndpoint(HttpAccess.of(url()))
                        .send("/", Duration.ofSeconds(10), HttpRequest.Builder::GET))
                .isInstanceOf(SSLException.class);
        assertThat(authorizations).isEmpty();
    }

    @Test
    void elasticsearchsClientTrustsThemToo() throws Exception {
        HttpAccess access = Environment.read(Files.writeString(folder.resolve("this.properties"), """
                elasticsearch.url=%s
                elasticsearch.api-key=${file:password}
                elasticsearch.ca=ca.pem
                """.formatted(url())))
                .elasticsearch();
        Files.writeString(folder.resolve("password"), "a-key\n");
        try (ElasticsearchClient client = ElasticsearchClients.open(access)) {
            assertThatThrownBy(client::info)
                    .as("no Elasticsearch, but spoken to")
                    .isInstanceOf(IOException.class);
        }
        assertThat(authorizations).containsExactly("ApiKey a-key");
    }

    @Test
    void aFileWithoutCertificatesIsNamed() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertThatThrownBy(() -> Tls.context(Optional.of(empty)))
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContaining("empty.pem");
    }
}
