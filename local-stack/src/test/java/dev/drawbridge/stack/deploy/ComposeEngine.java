package dev.drawbridge.stack.deploy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.testcontainers.DockerClientFactory;

/** Whether docker-compose.yml can be run here, asked as a reader of docs/how-to/run-in-containers.md would. */
final class ComposeEngine {
    private static final Duration LONGEST_PULL = Duration.ofMinutes(10);
    private static final Path COMPOSE = Path.of("..", "docker-compose.yml");
    private static final Pattern IMAGE = Pattern.compile("^(?: +image:|FROM) (?!drawbridge/)(\\S+)", Pattern.MULTILINE);

    private ComposeEngine() {}

    /** What is missing; empty when nothing is. Pulls the official images, unless they are there. */
    static Optional<String> missing() throws IOException, InterruptedException {
        if (!succeeds("docker", "compose", "version")) {
            return Optional.of("there is no 'docker compose'");
        }
        if (!succeeds("docker", "version") || !DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.of("no Docker engine answers");
        }
        for (String image : images()) {
            if (!succeeds("docker", "image", "inspect", image) && !succeeds("docker", "pull", "--quiet", image)) {
                return Optional.of("image " + image + " is not there and cannot be pulled");
            }
        }
        return Optional.empty();
    }

    /** Those that are not ours, as the compose file and our Dockerfiles name them. */
    static Set<String> images() throws IOException {
        Set<String> images = new TreeSet<>();
        try (DirectoryStream<Path> dockerfiles = Files.newDirectoryStream(Path.of("docker"), "*.Dockerfile")) {
            List<Path> files = new ArrayList<>(List.of(COMPOSE));
            dockerfiles.forEach(files::add);
            for (Path file : files) {
                IMAGE.matcher(Files.readString(file))
                        .results()
                        .map(match -> match.group(1))
                        .forEach(images::add);
            }
        }
        return images;
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(LONGEST_PULL.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroy();
            return false;
        } catch (IOException e) { // there is no such command
            return false;
        }
    }
}
