package dev.drawbridge.ops.command;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.ops.environment.Environment;
import dev.drawbridge.ops.files.DeploymentFiles;
import dev.drawbridge.ops.files.Placeholders;
import dev.drawbridge.ops.kafka.KafkaAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which environment, and which files. A name is looked for as {@code environments/NAME.properties} in the folder of the files and in
 * the current one; whatever has a slash or that ending is a file. Without the option it is the environment variable {@code
 * DRAWBRIDGE_ENVIRONMENT}, or the system property {@code drawbridge.environment}, which a launcher sets. An environment that
 * somebody names brings its own files; those of the launcher ({@code drawbridge.files}) belong to the launcher's environment.
 */
public final class EnvironmentOptions {
    private static final String ENDING = ".properties";

    @Option(
            names = "--environment",
            paramLabel = "NAME|FILE",
            description = "Where things run: a file, or its name under environments/. By default the local stack's,"
                    + " or what DRAWBRIDGE_ENVIRONMENT says.")
    private @Nullable String environment;

    @Option(
            names = "--files",
            paramLabel = "FOLDER",
            description = "The folder that holds contexts/ and readmodels/. By default what the environment says.")
    private @Nullable Path files;

    private final Map<String, String> variables;

    private @Nullable Environment read;

    public EnvironmentOptions() {
        this(System.getenv());
    }

    EnvironmentOptions(Map<String, String> variables) {
        this.variables = variables;
    }

    /** Whether somebody has chosen it, by the option or the environment variable. */
    public boolean isNamed() {
        return named().isPresent();
    }

    private Optional<String> named() {
        return Optional.ofNullable(environment).or(() -> Optional.ofNullable(variables.get("DRAWBRIDGE_ENVIRONMENT"))
                .filter(name -> !name.isBlank()));
    }

    /** @throws ActionRequiredException when there is no such file, or it is not as an environment has to be */
    public Environment environment() {
        Environment known = read;
        if (known == null) {
            known = Environment.read(file());
            read = known;
        }
        return known;
    }

    private Path file() {
        String wanted = named().orElseGet(EnvironmentOptions::byDefault);
        if (wanted.contains("/") || wanted.endsWith(ENDING)) {
            return existing(Path.of(wanted));
        }
        Path inFolder = Path.of("environments", wanted + ENDING);
        Optional<Path> folder = Optional.ofNullable(files).or(EnvironmentOptions::ofTheLauncher);
        return Stream.of(folder.map(each -> each.resolve(inFolder)), Optional.of(inFolder))
                .flatMap(Optional::stream)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new ActionRequiredException("There is no " + inFolder + " in "
                        + folder.orElse(Path.of("."))
                        + ". Name an environment that there is, or give the path of its file."));
    }

    private static String byDefault() {
        String given = System.getProperty("drawbridge.environment");
        if (given == null || given.isBlank()) {
            throw new ActionRequiredException(
                    "No environment is named. Give --environment NAME|FILE, or set DRAWBRIDGE_ENVIRONMENT.");
        }
        return given;
    }

    private static Path existing(Path file) {
        if (!Files.exists(file)) {
            throw new ActionRequiredException("There is no environment " + file
                    + ". Correct its path; a local stack's is written by ./drawbridge up.");
        }
        return file;
    }

    private static Optional<Path> ofTheLauncher() {
        return Optional.ofNullable(System.getProperty("drawbridge.files")).map(Path::of);
    }

    /** What needs no look into an environment. */
    private Optional<Path> folder() {
        return Optional.ofNullable(files).or(() -> isNamed() ? Optional.empty() : ofTheLauncher());
    }

    /** What is deployed to the environment. */
    public DeploymentFiles files() {
        return new DeploymentFiles(root(environment()), environment().placeholders());
    }

    /** For a command that needs no environment, if none is named: placeholders stay unknown then. */
    public DeploymentFiles filesAlone() {
        return folder().map(root -> new DeploymentFiles(root, Placeholders.of(Map.of())))
                .orElseGet(this::files);
    }

    private Path root(Environment known) {
        return folder().or(known::files)
                .or(() -> Optional.ofNullable(known.file().toAbsolutePath().getParent())
                        .filter(parent -> parent.endsWith("environments"))
                        .map(Path::getParent))
                .or(EnvironmentOptions::ofTheLauncher)
                .orElseThrow(() -> new ActionRequiredException("Which files? " + known.file()
                        + " names no folder. Give --files FOLDER, or add files=FOLDER to it."));
    }

    public KafkaAccess kafka() {
        return new KafkaAccess(environment().kafka());
    }

    public ConnectApi connect() {
        return new ConnectApi(environment().connect());
    }
}
