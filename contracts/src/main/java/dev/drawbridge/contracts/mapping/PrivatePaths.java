package dev.drawbridge.contracts.mapping;

import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.source.SourcePosition;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The paths that a mapping must not read. A path stands for everything under it; lists are walked through. Immutable.
 *
 * @param paths where each is listed
 */
@Internal
public record PrivatePaths(Map<String, SourcePosition> paths) {

    public PrivatePaths {
        paths = Collections.unmodifiableMap(new LinkedHashMap<>(paths));
    }

    /** The private path that a path is, or lies under. */
    public Optional<String> covering(String path) {
        return paths.keySet().stream()
                .filter(secret -> path.equals(secret) || path.startsWith(secret + "."))
                .findFirst();
    }

    /** A private path that would be published too if the value at a path were published whole. */
    public Optional<String> inside(String path) {
        return paths.keySet().stream()
                .filter(secret -> secret.startsWith(path + "."))
                .findFirst();
    }
}
