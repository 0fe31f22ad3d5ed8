package dev.drawbridge.bench.latency;

import dev.drawbridge.bench.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Properties;
import java.util.UUID;

/** A stack that {@code ./drawbridge up} has started, found through the records in its folder. */
final class RunningStack {
    private static final long CLOCK_TICKS_PER_SECOND = 100;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path home;
    private final String admin;

    RunningStack(Path home) {
        this.home = home;
        String password = read("secrets.properties").getProperty("elasticsearch.admin.password");
        this.admin = Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a command; it is committed when this returns. */
    void command(UUID order, String task, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(uri("write-api", "/orders/" + order + "/" + task))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(task + " answered " + answer.statusCode());
        }
    }

    /** {@link System#nanoTime()} when the document was there, asked every millisecond. */
    long awaitVisible(UUID order, long version) {
        try {
            while (!isVisible(order, version)) {
                Thread.sleep(1); // a busy loop would take the processor from what is measured
            }
            return System.nanoTime();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("The document could not be asked for", e);
        }
    }

    /** True when the document is there at {@code version}. */
    boolean isVisible(UUID order, long version) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(uri("elasticsearch", "/" + Sample.INDEX + "/_doc/" + order + "?_source=false"))
                        .header("Authorization", "Basic " + admin)
                        .build(),
                BodyHandlers.ofString());
        return answer.body().contains("\"_version\":" + version + ",");
    }

    /** Processor time that a component has used since it started, in seconds. */
    double cpuSeconds(String component) throws IOException {
        String pid = read("run/" + component + ".properties").getProperty("pid");
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(afterName[11]) + Long.parseLong(afterName[12])) / (double) CLOCK_TICKS_PER_SECOND;
    }

    /** Watches the public topic from now on. */
    Arrivals arrivals(String isolation) {
        return new Arrivals("127.0.0.1:" + read("run/kafka.properties").getProperty("port"), Sample.TOPIC, isolation);
    }

    /** Writes copies of the outbox row that {@code original} has at {@code version}. */
    OutboxRows outboxRows(UUID original, long version) throws SQLException {
        String url =
                "jdbc:postgresql://127.0.0.1:" + read("run/postgres.properties").getProperty("port") + "/drawbridge";
        String password = read("secrets.properties").getProperty("postgres.writer.password");
        return new OutboxRows(DriverManager.getConnection(url, "drawbridge_writer", password), original, version);
    }

    private URI uri(String component, String path) {
        return URI.create(
                "http://127.0.0.1:" + read("run/" + component + ".properties").getProperty("port") + path);
    }

    private Properties read(String file) {
        Properties values = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve(file))) {
            values.load(reader);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException("No stack is up at " + home + "; start one with ./drawbridge up", e);
        }
    }
}
