package dev.drawbridge.contracts.dryrun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.drawbridge.contracts.compile.ContractCompiler;
import dev.drawbridge.contracts.mapping.ContractBundle;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Proves on rows that what is private does not matter: whatever stands at a private path, also beside the paths that the
 * payload's schema knows, the same bytes are published, or the same refusal is made. (Within the limits on size and depth,
 * which count all of a payload.)
 */
public final class Noninterference {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final String UNKNOWN = "x-nobody-knows-this";
    private static final List<JsonNode> REPLACEMENTS = List.of(
            NullNode.getInstance(),
            BooleanNode.TRUE,
            DecimalNode.valueOf(new BigDecimal("-77770.50")),
            TextNode.valueOf("c4n4ry"),
            JsonNodeFactory.instance.arrayNode().add(1).add("c4n4ry"),
            JsonNodeFactory.instance.objectNode().put("c4n4ry", 1));

    private final DryRun dryRun;
    private final Set<String> privatePaths;
    private int changes;
    private int withData;

    /** Proves it of what the contract's mapping calls private. */
    public Noninterference(ContractBundle bundle) {
        this(bundle, ContractCompiler.compile(bundle).orThrow().privatePaths());
    }

    private Noninterference(ContractBundle bundle, Set<String> paths) {
        this.dryRun = new DryRun(bundle);
        this.privatePaths = new TreeSet<>(paths);
    }

    /** Proves it of other paths: for seeing that the proof can fail. */
    static Noninterference of(ContractBundle bundle, Set<String> paths) {
        return new Noninterference(bundle, paths);
    }

    /** How many changed rows have been compared so far. */
    public int changes() {
        return changes;
    }

    /** How many of the rows so far are published with data; on others, as refused ones, the comparisons prove nothing of mappings. */
    public int withData() {
        return withData;
    }

    /** The private paths of a row that matter: none, if the contract is what it claims to be. */
    public List<String> leaks(SampleRow row) {
        List<String> leaks = new ArrayList<>();
        ObjectNode payload = row.payload() == null ? null : parse(row.payload());
        if (payload == null) {
            return leaks;
        }
        DryRunResult before = dryRun.of(row);
        withData += before.value() == null ? 0 : 1;
        for (String path : privatePaths) {
            if (matters(row, payload, path, before)) {
                leaks.add(path);
            }
        }
        for (String root : List.of("state." + UNKNOWN, "event." + UNKNOWN, UNKNOWN)) {
            if (matters(row, payload, root, before)) {
                leaks.add(root);
            }
        }
        return leaks;
    }

    private boolean matters(SampleRow row, ObjectNode payload, String path, DryRunResult before) {
        List<String> steps = List.of(path.split("\\.", -1));
        for (JsonNode replacement : REPLACEMENTS) {
            if (differs(row, payload, steps, before, parent -> parent.set(last(steps), replacement))) {
                return true;
            }
        }
        return differs(row, payload, steps, before, parent -> parent.remove(last(steps)));
    }

    private boolean differs(
            SampleRow row, ObjectNode payload, List<String> steps, DryRunResult before, Consumer<ObjectNode> change) {
        ObjectNode other = payload.deepCopy();
        parents(other, steps.subList(0, steps.size() - 1), change);
        changes++;
        return !dryRun.of(row.withPayload(other.toString())).equals(before);
    }

    /** Applies a change to each object that a path leads to, lists being walked through. */
    private static void parents(JsonNode here, List<String> steps, Consumer<ObjectNode> change) {
        if (here.isArray()) {
            here.forEach(item -> parents(item, steps, change));
        } else if (here instanceof ObjectNode object) {
            if (steps.isEmpty()) {
                change.accept(object);
            } else {
                parents(object.path(steps.get(0)), steps.subList(1, steps.size()), change);
            }
        }
    }

    private static String last(List<String> steps) {
        return steps.get(steps.size() - 1);
    }

    private static @Nullable ObjectNode parse(String payload) {
        try {
            return JSON.readTree(payload) instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException withheld) {
            return null;
        }
    }
}
