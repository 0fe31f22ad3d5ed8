package dev.drawbridge.transforms.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** A sound contract and mapping that fit on one screen, to be broken one line at a time. */
final class SmallContract {
    static final String MAPPING = """
            context: parcels
            source: /parcels
            topic: parcels.public.v1
            contract: parcel.v1.schema.json
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
            private: [state.margin, state.items.cost, state.to.street]
            """;

    static final String SCHEMA = """
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

    private SmallContract() {}

    /** Findings for the mapping with one piece replaced, as {@code file:line:column: what}. */
    static List<String> withMapping(String piece, String replacement) {
        return findings(replace(MAPPING, piece, replacement), SCHEMA);
    }

    /** Findings for the contract with one piece replaced. */
    static List<String> withSchema(String piece, String replacement) {
        return findings(MAPPING, replace(SCHEMA, piece, replacement));
    }

    static Compilation compile(String mapping, String schema) {
        Map<String, String> files = Map.of("mapping.yaml", mapping, "parcel.v1.schema.json", schema);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        files.forEach(json::put);
        return ContractCompiler.compile(ContractBundle.parse(json.toString()));
    }

    static List<String> findings(String mapping, String schema) {
        return compile(mapping, schema).findings().stream()
                .map(finding -> finding.file() + ":" + finding.line() + ":" + finding.column() + ": " + finding.what())
                .toList();
    }

    private static String replace(String text, String piece, String replacement) {
        if (!text.contains(piece)) {
            throw new IllegalArgumentException("there is no: " + piece);
        }
        return text.replace(piece, replacement);
    }
}
