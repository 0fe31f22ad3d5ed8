package dev.drawbridge.contracts.compile;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Which internal paths a mapping reads, gathered while it is compiled. Not thread-safe. */
final class PathUsage {
    private final Set<String> paths = new LinkedHashSet<>();
    private final Map<String, String> copies = new LinkedHashMap<>();

    void add(String path) {
        paths.add(path);
    }

    /** Notes that a path is published as it is. */
    void addCopy(String path, String contractPath) {
        copies.put(path, contractPath.replace("[]", ""));
    }

    boolean covers(String path) {
        return paths.contains(path);
    }

    /** Whether a path is published under its own name. */
    boolean isMirrored(String path) {
        String publicPath = copies.get(path);
        return publicPath != null && path.endsWith("." + publicPath);
    }
}
