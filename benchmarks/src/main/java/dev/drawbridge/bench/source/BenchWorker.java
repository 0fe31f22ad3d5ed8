package dev.drawbridge.bench.source;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.bench.OwnedProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The Connect worker of a running stack, which can be replaced by a new one with the same command line. The new one is
 * recorded as the stack's, and ends with the benchmark at the latest.
 */
final class BenchWorker implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path log;
    private final Path record;
    private final String port;
    private final List<String> command;
    private ProcessHandle process;
    private Optional<OwnedProcess> restarted = Optional.empty();

    BenchWorker(Path home) throws IOException {
        Properties started = new Properties();
        this.record = home.resolve("run/connect.properties");
        try (var reader = Files.newBufferedReader(record)) {
            started.load(reader);
        }
        String pid = started.getProperty("pid");
        this.log = home.resolve("logs/connect-bench.log");
        this.port = started.getProperty("port");
        this.command =
                List.of(Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("\0"));
        this.process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** Removes connectors and returns the configuration of the first. */
    Map<String, String> takeAway(String... names) throws IOException, InterruptedException {
        String config = send(request("/connectors/" + names[0] + "/config").GET(), 200);
        for (String name : names) {
            remove(name);
        }
        return JSON.readValue(config, new TypeReference<>() {});
    }

    void deploy(String name, Map<String, String> config) throws IOException, InterruptedException {
        send(
                request("/connectors/" + name + "/config")
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(JSON.writeValueAsString(config))),
                201);
    }

    void remove(String name) throws IOException, InterruptedException {
        send(request("/connectors/" + name).DELETE(), 204);
    }

    /** Ends it and starts it again: no class loaded, nothing compiled. Returns when it answers. */
    void restart() throws IOException, InterruptedException {
        close();
        OwnedProcess started = OwnedProcess.start(new ProcessBuilder(OwnedProcess.recordedIn(record, port, command))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile()));
        restarted = Optional.of(started);
        process = started.handle();
        while (!answers()) {
            if (!process.isAlive()) {
                throw new IOException("The worker has ended; see " + log);
            }
            Thread.sleep(200);
        }
    }

    /** Processor time that it has used since it was started. */
    Duration cpuTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private boolean answers() throws InterruptedException {
        try {
            send(request("/connectors").GET(), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60));
    }

    private String send(HttpRequest.Builder request, int expected) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IOException("Connect answered " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() {
        restarted.ifPresentOrElse(OwnedProcess::close, () -> OwnedProcess.stop(process));
    }
}
