package dev.drawbridge.transforms;

import dev.drawbridge.contracts.mapping.ContractBundle;
import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The folders out of which the worker lets contracts be read: none, unless its operator names some. Whoever may send a
 * connector's configuration to Connect's REST API, even to have it validated only, would otherwise have the worker read any of
 * its files. Where links lead counts, not where they stand. Immutable.
 *
 * @param folders existing ones, without links in their paths
 */
record ContractFolders(List<Path> folders) {
    /** An environment variable of the worker: folders, separated as in {@code PATH}. */
    static final String ENVIRONMENT = "DRAWBRIDGE_CONTRACT_FOLDERS";

    /** The same as a system property, which comes first. */
    static final String PROPERTY = "drawbridge.contract.folders";

    ContractFolders {
        folders = List.copyOf(folders);
    }

    /** As the worker was started. */
    static ContractFolders ofWorker() {
        String property = System.getProperty(PROPERTY);
        return of(property == null ? System.getenv(ENVIRONMENT) : property);
    }

    /** @param list folders, separated as in {@code PATH}; those that do not exist allow nothing */
    static ContractFolders of(@Nullable String list) {
        List<Path> folders = new ArrayList<>();
        for (String folder : list == null ? new String[0] : list.split(File.pathSeparator, -1)) {
            if (!folder.isBlank()) {
                real(folder.strip()).ifPresent(folders::add);
            }
        }
        return new ContractFolders(folders);
    }

    /**
     * Reads a mapping file, or the one in a folder, with the files beside it that it names.
     *
     * @throws ConfigException if it is in none of the folders, or not there; which of them it is, is not said
     * @throws dev.drawbridge.contracts.source.InvalidContractException if what is there is no bundle
     */
    ContractBundle load(String location) {
        Path path = real(location).filter(this::contains).orElseThrow(ContractFolders::refusal);
        // Links lead to places of any name, and the files beside a mapping are those beside its link.
        Path asGiven = Path.of(location);
        return ContractBundle.load(
                path.toFile().isDirectory() ? path : asGiven,
                file -> real(file.toString()).filter(this::contains).isPresent());
    }

    private boolean contains(Path file) {
        return folders.stream().anyMatch(file::startsWith);
    }

    private static Optional<Path> real(String path) {
        try {
            return Optional.of(Path.of(path).toRealPath());
        } catch (IOException | InvalidPathException absent) {
            return Optional.empty();
        }
    }

    private static ConfigException refusal() {
        return new ConfigException(
                "Cannot use '" + PublishEventConfig.CONTRACT_CONFIG + "': it is no inline bundle, and no"
                        + " file that this worker allows. Give a JSON object of file name to file text, or start the worker with "
                        + ENVIRONMENT + " set to the folder of the mapping.");
    }
}
