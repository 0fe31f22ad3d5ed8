package dev.drawbridge.contracts.compile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.contracts.mapping.ContractBundle;
import dev.drawbridge.contracts.source.Finding;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sound contract and mapping that fit on one screen, to be broken one line at a time. */
public final class SmallContract {
    private static final Pattern SPARE = Pattern.compile("state\\.spare\\.[a-z]+");

    public static final String MAPPING = """
            context: parcels
            source: /parcels
            topic: parcels.public.v1
            contract: parcel.v1.schema.json
            payload: parcel-payload.schema.json
            from: {aggregatetype: parcel, payloadversion: [1, 2]}
            types:
              ParcelSent: com.example.parcels.parcel-sent.v1
              ParcelErased: {type: com.example.parcels.parcel-erased.v1, data: none}
            extensions: [traceparent]
            data:
              id: aggregateid
              version: version
              state: {path: state.phase, values: {OUT: sent, BACK: returned}}
              weight: state.weight
              address: {city: state.to.city}
              items:
                each: state.items
                map: {name: name, tags: {each: tags, map: .}}
            private: [state.margin, state.items.cost, state.to.street, state.spare.text,
              state.spare.number, state.spare.integer, state.spare.flag, state.spare.at, state.spare.day, state.spare.maybe,
              state.spare.nullable, state.spare.numbers]
            """;

    public static final String SCHEMA = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "https://example.com/parcel.v1.schema.json",
              "title": "Parcel",
              "description": "A parcel.",
              "type": "object",
              "additionalProperties": false,
              "required": ["id", "version", "state", "items"],
              "properties": {
                "id": {"type": "string", "description": "Its id."},
                "version": {"type": "integer", "description": "Its version."},
                "state": {"type": "string", "enum": ["sent", "returned"], "description": "Where it is."},
                "weight": {"type": ["number", "null"], "description": "In kilograms."},
                "address": {
                  "type": "object", "description": "Where to.", "additionalProperties": false,
                  "properties": {"city": {"type": "string", "description": "City."}}
                },
                "items": {
                  "type": "array", "description": "What is in it.",
                  "items": {
                    "type": "object", "additionalProperties": false, "required": ["name", "tags"],
                    "properties": {
                      "name": {"type": "string", "description": "Name."},
                      "tags": {"type": "array", "description": "Tags.", "items": {"type": "string"}}
                    }
                  }
                }
              }
            }
            """;

    public static final String PAYLOAD = """
            {
              "x-event-types": ["ParcelSent", "ParcelErased"],
              "type": "object", "additionalProperties": false, "required": ["state"],
              "properties": {
                "state": {
                  "type": "object", "additionalProperties": false, "required": ["phase", "items", "spare"],
                  "properties": {
                    "phase": {"type": "string", "enum": ["OUT", "BACK"]},
                    "weight": {"type": ["number", "null"]},
                    "margin": {
                      "type": "object", "additionalProperties": false, "properties": {"net": {"type": "number"}}
                    },
                    "to": {
                      "type": "object", "additionalProperties": false, "required": ["city"],
                      "properties": {"city": {"type": "string"}, "street": {"type": "string"}}
                    },
                    "items": {
                      "type": "array",
                      "items": {
                        "type": "object", "additionalProperties": false, "required": ["name", "tags"],
                        "properties": {
                          "name": {"type": "string"},
                          "tags": {"type": "array", "items": {"type": "string"}},
                          "cost": {
                            "type": "object", "additionalProperties": false,
                            "properties": {"parts": {"type": "array", "items": {"type": "string"}}}
                          }
                        }
                      }
                    },
                    "spare": {
                      "type": "object", "additionalProperties": false,
                      "required": ["text", "number", "integer", "flag", "at", "day"],
                      "properties": {
                        "text": {"type": "string"},
                        "number": {"type": "number"},
                        "integer": {"type": "integer"},
                        "flag": {"type": "boolean"},
                        "at": {"type": "string", "format": "date-time"},
                        "day": {"type": "string", "format": "date"},
                        "maybe": {"type": "string"},
                        "nullable": {"type": ["string", "null"]},
                        "numbers": {"type": "array", "items": {"type": ["number", "null"]}}
                      }
                    }
                  }
                }
              }
            }
            """;

    private SmallContract() {}

    /** The files by name, for one of them to be broken. */
    public static Map<String, String> files() {
        return new TreeMap<>(Map.of(
                "mapping.yaml", MAPPING, "parcel.v1.schema.json", SCHEMA, "parcel-payload.schema.json", PAYLOAD));
    }

    /** Findings for the mapping with one piece replaced, as {@code file:line:column: what}. */
    public static List<String> withMapping(String piece, String replacement) {
        return findings(replace(MAPPING, piece, replacement), SCHEMA);
    }

    /** Findings for the contract with one piece replaced. */
    public static List<String> withSchema(String piece, String replacement) {
        return findings(MAPPING, replace(SCHEMA, piece, replacement));
    }

    public static CompilationResult compile(String mapping, String schema) {
        Map<String, String> files = files();
        files.put("mapping.yaml", mapping);
        files.put("parcel.v1.schema.json", schema);
        return compile(files);
    }

    public static CompilationResult compile(Map<String, String> files) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        files.forEach(json::put);
        return ContractCompiler.compile(ContractBundle.parse(json.toString()));
    }

    public static List<String> findings(String mapping, String schema) {
        return places(compile(mapping, schema));
    }

    /** The findings without why and what to do. */
    public static List<String> places(CompilationResult compilation) {
        return places(compilation.findings());
    }

    /** Findings without why and what to do. */
    public static List<String> places(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.file() + ":" + finding.line() + ":" + finding.column() + ": " + finding.what())
                .toList();
    }

    /** The mapping, in which what an expression reads on purpose is not private. */
    public static String publicAsFarAsRead(String mapping, String expression) {
        String made = mapping;
        for (Matcher spare = SPARE.matcher(expression); spare.find(); ) {
            made = made.replaceFirst(",\\s+" + spare.group() + "(?=[,\\]])", "");
        }
        return made;
    }

    public static String replace(String text, String piece, String replacement) {
        if (!text.contains(piece)) {
            throw new IllegalArgumentException("there is no: " + piece);
        }
        return text.replace(piece, replacement);
    }
}
