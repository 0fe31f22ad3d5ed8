package dev.drawbridge.transforms.contract;

import java.util.Optional;
import java.util.Set;

/** The paths that a mapping must not read. A path stands for everything under it; lists are walked through. Immutable. */
record PrivatePaths(Set<String> paths) {

    PrivatePaths {
        paths = Set.copyOf(paths);
    }

    /** The private path that a path is, or lies under. */
    Optional<String> covering(String path) {
        return paths.stream()
                .filter(secret -> path.equals(secret) || path.startsWith(secret + "."))
                .findFirst();
    }

    /** A private path that would be published too if the value at a path were published whole. */
    Optional<String> inside(String path) {
        return paths.stream().filter(secret -> secret.startsWith(path + ".")).findFirst();
    }
}
