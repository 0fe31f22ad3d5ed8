package dev.drawbridge.contracts.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.contracts.source.Finding;
import dev.drawbridge.contracts.source.InvalidContractException;
import dev.drawbridge.contracts.source.JsonReader;
import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.source.SourceNode;
import dev.drawbridge.contracts.text.LogSafeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A mapping with its contract, as text: all that the transform needs, in one value. In development it is read from a
 * folder; a deployment carries it inline as a JSON object of file name to file text, so that a connector's configuration is
 * complete, and so that rolling back is real. Immutable.
 */
public final class ContractBundle {
    /** The name of the file that says how the contract is filled. */
    public static final String MAPPING = "mapping.yaml";

    private final SortedMap<String, String> files;

    private ContractBundle(Map<String, String> files) {
        this.files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /**
     * Reads a mapping file, or the one in a folder, with the contract and the payload schema it names.
     *
     * @throws InvalidContractException if there is no readable mapping file
     */
    public static ContractBundle load(Path location) {
        return load(location, any -> true);
    }

    /**
     * The same, but only of files that may be read.
     *
     * @param readable which ones; what may not be read is not there
     * @throws InvalidContractException if there is no mapping file that may be read
     */
    public static ContractBundle load(Path location, Predicate<Path> readable) {
        Path mapping = Files.isDirectory(location) ? location.resolve(MAPPING) : location;
        if (!Files.isRegularFile(mapping) || !readable.test(mapping)) {
            throw unreadable(mapping.toString(), "there is no such file", "Give the path of a mapping file");
        }
        Map<String, String> files = new TreeMap<>();
        files.put(MAPPING, text(mapping));
        for (String name : MappingReader.namedFiles(text(mapping))) {
            Path named = mapping.resolveSibling(name);
            if (Files.isRegularFile(named) && readable.test(named)) {
                files.put(name, text(named));
            }
        }
        return new ContractBundle(files);
    }

    /**
     * Reads an inline bundle: a JSON object of file name to file text.
     *
     * @throws InvalidContractException if it is anything else
     */
    public static ContractBundle parse(String json) {
        SourceFile file = new SourceFile("contract");
        SourceNode root = JsonReader.read(file, json);
        Map<String, String> files = new TreeMap<>();
        if (root instanceof SourceNode.MapNode block) {
            for (SourceNode.Entry entry : block.entries().values()) {
                if (entry.value() instanceof SourceNode.Scalar scalar && scalar.isText()) {
                    files.put(entry.key(), scalar.text());
                } else {
                    file.report(
                            entry.at(),
                            "file " + LogSafeName.quoteName(entry.key()) + " is not text",
                            "a bundle maps file names to file texts",
                            "Write the file's text as a JSON string");
                }
            }
        }
        if (!file.findings().isEmpty()) {
            throw new InvalidContractException(file.findings());
        }
        return new ContractBundle(files);
    }

    /** The bundle as a JSON object of file name to file text, for the option {@code contract}. The same bundle gives the same text. */
    public String inline() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        files.forEach(json::put);
        return json.toString();
    }

    /** The SHA-256 over names and texts of the files, in hexadecimal digits; the same for a folder and its inline form. */
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(inline().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) { // every Java platform has it
            throw new IllegalStateException(impossible);
        }
    }

    /** The text of a file of the bundle. */
    public Optional<String> text(String fileName) {
        return Optional.ofNullable(files.get(fileName));
    }

    public Set<String> fileNames() {
        return files.keySet();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw unreadable(file.toString(), "the file cannot be read as UTF-8 text", "Check its encoding and rights");
        }
    }

    private static InvalidContractException unreadable(String file, String what, String todo) {
        return new InvalidContractException(
                List.of(new Finding(Finding.Severity.ERROR, file, 1, 1, what, "nothing says what to publish", todo)));
    }
}
