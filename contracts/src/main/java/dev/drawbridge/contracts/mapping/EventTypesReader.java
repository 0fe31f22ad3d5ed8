package dev.drawbridge.contracts.mapping;

import dev.drawbridge.contracts.source.MapNodeReader;
import dev.drawbridge.contracts.source.SourceFile;
import dev.drawbridge.contracts.source.SourceNode;
import dev.drawbridge.contracts.source.SourceNode.Entry;
import dev.drawbridge.contracts.source.SourceNode.MapNode;
import dev.drawbridge.contracts.source.SourceNode.Scalar;
import dev.drawbridge.contracts.text.LogSafeName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what a mapping says about event types. */
record EventTypesReader(SourceFile file) {
    private static final Pattern CE_TYPE = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*){2,}");

    /** Public types by internal type. */
    Map<String, EventType> read(MapNodeReader mapping) {
        MapNode block = mapping.inner("types", "Give each internal event type that is published a public one")
                .block();
        Map<String, EventType> types = new LinkedHashMap<>();
        for (Entry entry : block.entries().values()) {
            if (!LogSafeName.isPlain(entry.key())) {
                file.report(entry.at(), "an event type that is not a plain name", "names are", "Use A-Z a-z 0-9 _ . -");
            }
            types.put(entry.key(), eventType(entry.value()));
        }
        if (types.isEmpty() && mapping.block().value("types") instanceof MapNode) {
            file.report(block.at(), "no event type", "nothing would be published", "List the event types");
        }
        return types;
    }

    private EventType eventType(SourceNode node) {
        if (!(node instanceof MapNode block)) {
            return new EventType(ceType(node), false);
        }
        new MapNodeReader(file, block).rejectUnknown(Set.of("type", "data"));
        SourceNode type = block.value("type");
        SourceNode data = block.value("data");
        if (data != null && !(data instanceof Scalar scalar && "none".equals(scalar.text()))) {
            file.report(
                    data.at(), "'data' is not 'none'", "all data come from one place", "Write 'none', or remove it");
        }
        return new EventType(ceType(type == null ? block : type), data != null);
    }

    private String ceType(SourceNode node) {
        if (node instanceof Scalar scalar
                && scalar.isText()
                && CE_TYPE.matcher(scalar.text()).matches()) {
            return scalar.text();
        }
        file.report(
                node.at(),
                "not a public event type",
                "types are unique in the world by starting with a domain turned round",
                "Write one like com.example.shop.product-listed.v1");
        return "";
    }
}
