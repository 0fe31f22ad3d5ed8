package dev.drawbridge.stack.component;

import dev.drawbridge.outbox.OutboxDatabase;
import dev.drawbridge.stack.process.Distribution;
import dev.drawbridge.stack.process.Home;
import dev.drawbridge.stack.process.Jvm;
import dev.drawbridge.stack.process.ManagedProcess;
import dev.drawbridge.stack.process.Probe;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The write side, connected as the writer role. */
public final class WriteApiServer implements Component {
    private final Distribution distribution;
    private final Home home;
    private final Secrets secrets;
    private final PostgresServer postgres;
    private final int port;

    WriteApiServer(Distribution distribution, Home home, Secrets secrets, PostgresServer postgres, int port) {
        this.distribution = distribution;
        this.home = home;
        this.secrets = secrets;
        this.postgres = postgres;
        this.port = port;
    }

    @Override
    public String name() {
        return "write-api";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String variable() {
        return "WRITE_API";
    }

    @Override
    public ManagedProcess child() {
        return new ManagedProcess(name(), home);
    }

    @Override
    public void start() throws IOException {
        List<String> options = new ArrayList<>(Jvm.classSharing(distribution.classArchive(name())));
        options.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        child().start(
                        Jvm.command("192m", options, distribution.writeApiClasspath(), "dev.drawbridge.write.WriteApi"),
                        environment(),
                        port);
    }

    private Map<String, String> environment() {
        return Map.of(
                "WRITE_API_HOST",
                "127.0.0.1",
                "WRITE_API_PORT",
                String.valueOf(port),
                "WRITE_DB_URL",
                postgres.url(),
                "WRITE_DB_USERNAME",
                OutboxDatabase.WRITER,
                "WRITE_DB_PASSWORD",
                secrets.get(Secrets.POSTGRES_WRITER),
                "WRITE_API_OPERATOR_KEYS",
                "local:" + sha256(secrets.get(Secrets.WRITE_API_OPERATOR)));
    }

    /** What the service keeps of a key. */
    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without SHA-256", e);
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public boolean isHealthy() throws InterruptedException {
        return Probe.isOk(uri().resolve("/ready"), null);
    }
}
