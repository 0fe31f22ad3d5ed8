package dev.drawbridge.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
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

/** Clusters without any index that take the client whose keys are in {@code client.p12}, and show {@code server.pem}. */
final class TlsServers implements AutoCloseable {

    static final Password PASSWORD = new Password("changeit");

    private final Path folder;
    private final SSLContext context;
    private final List<HttpsServer> started = new ArrayList<>();

    /** Makes the keys, in {@code folder}. */
    TlsServers(Path folder) throws Exception {
        this.folder = folder;
        keys("server", "-ext", "san=ip:127.0.0.1");
        keys("client");
        String[] trustingTheClient = {
            "-importcert",
            "-noprompt",
            "-alias",
            "client",
            "-file",
            file("client.pem"),
            "-keystore",
            file("trusted.p12")
        };
        keytool(trustingTheClient);
        DefaultSslEngineFactory tls = new DefaultSslEngineFactory();
        tls.configure(options());
        context = tls.sslContext();
    }

    /** One that insists on the protocols and cipher suites of {@code parameters}, as far as it names any. */
    HttpsServer start(SSLParameters parameters) throws IOException {
        parameters.setNeedClientAuth(true);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters https) {
                https.setSSLParameters(parameters);
            }
        });
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("X-Elastic-Product", "Elasticsearch");
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        started.add(server);
        return server;
    }

    String file(String name) {
        return folder.resolve(name).toString();
    }

    private Map<String, Object> options() {
        ConfigDef definition = new ConfigDef();
        SslConfigs.addClientSslSupport(definition);
        Map<String, Object> options = new HashMap<>(definition.parse(Map.of()));
        options.put("ssl.keystore.type", "PKCS12");
        options.put("ssl.keystore.location", file("server.p12"));
        options.put("ssl.keystore.password", PASSWORD);
        options.put("ssl.key.password", PASSWORD);
        options.put("ssl.truststore.type", "PKCS12");
        options.put("ssl.truststore.location", file("trusted.p12"));
        options.put("ssl.truststore.password", PASSWORD);
        return options;
    }

    /** A key pair NAME.p12 and its certificate NAME.pem. */
    private void keys(String name, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", name, "-keyalg", "EC"));
        arguments.addAll(List.of("-dname", "CN=" + name, "-keystore", file(name + ".p12")));
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
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Override
    public void close() {
        started.forEach(server -> server.stop(0));
    }
}
