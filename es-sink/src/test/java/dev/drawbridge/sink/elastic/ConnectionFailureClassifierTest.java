package dev.drawbridge.sink.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drawbridge.sink.elastic.http.Connection;
import dev.drawbridge.sink.elastic.http.ConnectionFailureClassifier;
import dev.drawbridge.sink.elastic.http.Credentials;
import dev.drawbridge.sink.elastic.http.GracePeriod;
import dev.drawbridge.sink.elastic.http.TlsFailure;
import dev.drawbridge.sink.failure.ClusterUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

class ConnectionFailureClassifierTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final IOException untrusted = new IOException(new SSLPeerUnverifiedException("another host"));
    private final ConnectionFailureClassifier failures = new ConnectionFailureClassifier(now::get);

    @Test
    void tlsThatGoesOnFailingStopsTheTask() {
        assertThat(failures.classify("GET /", untrusted)).isInstanceOf(ClusterUnavailableException.class);
        now.addAndGet(GracePeriod.LENGTH.toNanos() - 1);
        assertThat(failures.classify("GET /", untrusted)).isInstanceOf(ClusterUnavailableException.class);
        now.addAndGet(1);
        assertThat(failures.classify("GET /", untrusted))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("Elasticsearch did not answer GET /: IOException")
                .hasMessageContaining("elastic.https.ssl.truststore.location");
    }

    @Test
    void anOutageMayLast() {
        for (int i = 0; i < 9; i++) {
            assertThat(failures.classify("GET /", new IOException("Connection reset")))
                    .isInstanceOf(ClusterUnavailableException.class);
            now.addAndGet(GracePeriod.LENGTH.toNanos());
        }
    }

    /** A connection that is cut in the middle may look like TLS that fails. */
    @Test
    void whateverElseHappensGivesTlsItsTimeAnew() {
        for (int i = 0; i < 9; i++) {
            assertThat(failures.classify("GET /", untrusted)).isInstanceOf(ClusterUnavailableException.class);
            now.addAndGet(GracePeriod.LENGTH.toNanos());
            if (i % 2 == 0) {
                failures.answered();
            } else {
                assertThat(failures.classify("GET /", new IOException("Connection reset")))
                        .isInstanceOf(ClusterUnavailableException.class);
            }
        }
    }

    @Test
    void tellsWhyTlsFails() {
        assertThat(TlsFailure.of(untrusted)).contains(TlsFailure.UNTRUSTED);
        Throwable expired = new SSLHandshakeException("PKIX").initCause(new CertificateExpiredException());
        assertThat(TlsFailure.of(new IOException(expired))).contains(TlsFailure.UNTRUSTED);
        assertThat(TlsFailure.of(new SSLException("no trustAnchors", new InvalidAlgorithmParameterException())))
                .contains(TlsFailure.UNTRUSTED);
        assertThat(TlsFailure.of(new SSLHandshakeException("Received fatal alert")))
                .contains(TlsFailure.ENDED_BY_NODE);
        assertThat(TlsFailure.of(new SSLException("plaintext"))).contains(TlsFailure.NO_TLS);
        assertThat(TlsFailure.of(new IOException("Connection reset"))).isEmpty();
    }

    @Test
    void aBulkToANodeWithoutTlsIsTriedForSomeMinutesOnly() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                Elasticsearch elasticsearch = new Elasticsearch(connection(plain), now::get)) {
            Thread server = new Thread(() -> answerInPlain(plain));
            server.setDaemon(true);
            server.start();
            assertThat(failure(elasticsearch)).isInstanceOf(ClusterUnavailableException.class);
            now.addAndGet(GracePeriod.LENGTH.toNanos());
            assertThat(failure(elasticsearch))
                    .isNotInstanceOf(RetriableException.class)
                    .hasMessageContaining("write http:// in place of https:// in connection.url");
        }
    }

    private static ConnectException failure(Elasticsearch elasticsearch) {
        return catchThrowableOfType(
                ConnectException.class, () -> elasticsearch.send(ByteBuffer.wrap(new byte[] {'{', '}', '\n'}), 1));
    }

    private static Connection connection(ServerSocket server) {
        ConfigDef options = new ConfigDef();
        SslConfigs.addClientSslSupport(options);
        Map<String, Object> tls = new HashMap<>(options.parse(Map.of()));
        Duration timeout = Duration.ofSeconds(5);
        URI node = URI.create("https://127.0.0.1:" + server.getLocalPort());
        return new Connection(List.of(node), Credentials.NONE, tls, timeout, timeout, timeout, 1, false, "test");
    }

    private static void answerInPlain(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                int unused = client.getInputStream().read(new byte[4096]);
                byte[] answer = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
                client.getOutputStream().write(answer);
            } catch (IOException closed) {
                return;
            }
        }
    }
}
