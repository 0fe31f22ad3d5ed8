package dev.drawbridge.contracts.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.contracts.compile.CompiledContract;
import dev.drawbridge.contracts.mapping.EventType;
import dev.drawbridge.contracts.release.ContractChange;
import dev.drawbridge.contracts.release.ContractComparison;
import dev.drawbridge.contracts.release.ReleasedContracts.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page for people: fields with meanings and examples, event types, headers, versions. Needs nothing but a browser. */
final class CataloguePage {
    private static final String STYLE =
            "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
                    + "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;padding:.3rem .6rem;"
                    + "text-align:left;vertical-align:top}code{background:#f3f3f3;padding:0 .2rem}";

    private final StringBuilder page = new StringBuilder();

    private CataloguePage() {}

    static String of(CompiledContract contract, ObjectNode schema, List<Release> releases) {
        CataloguePage made = new CataloguePage();
        made.head(contract, schema);
        made.eventTypes(contract);
        made.table("Fields", List.of("field", "type", "", "meaning", "example"));
        made.fields("", schema);
        made.end();
        made.headers(contract);
        made.versions(releases);
        return made.page.append("</body>\n</html>\n").toString();
    }

    private void head(CompiledContract contract, ObjectNode schema) {
        String title = escape(schema.path("title").asText());
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
                .append(title)
                .append("</title>\n<style>")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(title)
                .append("</h1>\n<p>")
                .append(escape(schema.path("description").asText()))
                .append("</p>\n<p>Topic ")
                .append(code(contract.topic()))
                .append(", source ")
                .append(code(contract.source()))
                .append(", contract ")
                .append(code(contract.id()))
                .append(".</p>\n");
    }

    private void eventTypes(CompiledContract contract) {
        table("Events", List.of("ce_type", "data"));
        for (EventType type : contract.eventTypes()) {
            row(code(type.ceType()), type.erasure() ? "none: the subject was erased" : "the fields below");
        }
        end();
    }

    private void fields(String path, JsonNode schema) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode type = property.getValue();
            String here = path + property.getKey();
            row(
                    code(here),
                    escape(type(type)),
                    required.contains(property.getKey()) ? "always" : "may be absent",
                    escape(type.path("description").asText()),
                    examples(type));
            fields(here + ".", type);
            fields(here + "[].", type.path("items"));
        }
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        String name = type.isArray() ? type.path(0).asText() + " or null" : type.asText();
        if (schema.has("format")) {
            name += " (" + schema.path("format").asText() + ")";
        }
        List<String> values = new ArrayList<>();
        schema.path("enum").forEach(value -> values.add(value.asText()));
        return values.isEmpty() ? name : name + ": " + String.join(", ", values);
    }

    private static String examples(JsonNode schema) {
        List<String> examples = new ArrayList<>();
        schema.path("examples").forEach(example -> examples.add(code(example.toString())));
        return String.join(" ", examples);
    }

    private void headers(CompiledContract contract) {
        table("Headers", List.of("header", "", "meaning"));
        for (EventHeader header : EventHeader.of(contract)) {
            row(code(header.name()), header.always() ? "always" : "may be absent", escape(header.meaning()));
        }
        end();
    }

    private void versions(List<Release> releases) {
        table("Versions", List.of("version", "changes"));
        for (int i = releases.size() - 1; i >= 0; i--) {
            String changes = i == 0
                    ? "first release"
                    : ContractComparison.of(releases.get(i - 1), releases.get(i)).changes().stream()
                            .map(ContractChange::toString)
                            .map(CataloguePage::escape)
                            .collect(Collectors.joining("<br>"));
            row(code(releases.get(i).version()), changes);
        }
        end();
    }

    private void table(String title, List<String> columns) {
        page.append("<h2>").append(title).append("</h2>\n<table>\n<tr>");
        columns.forEach(column -> page.append("<th>").append(column).append("</th>"));
        page.append("</tr>\n");
    }

    private void row(String... cells) {
        page.append("<tr>");
        for (String cell : cells) {
            page.append("<td>").append(cell).append("</td>");
        }
        page.append("</tr>\n");
    }

    private void end() {
        page.append("</table>\n");
    }

    private static String code(String text) {
        return "<code>" + escape(text) + "</code>";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
