package dev.drawbridge.transforms;

import java.util.Map;

/** Internal payloads of orders, as the write side stores them. */
final class Payloads {
    private static final String STATE = """
            "state":{"status":"CREATED","customer":{"name":"Zoë Müller","city":"Köln"},"currency":"EUR",\
            "lines":[{"name":"Walnut desk","quantity":2,"price":19.90,"unitCost":11.00}],\
            "total":39.80,"margin":17.80,"riskScore":12,"staffNotes":["calls often"],\
            "createdAt":"2026-11-24T05:00:00.123456Z","updatedAt":"2026-11-24T05:00:01.500Z"}""";

    private Payloads() {}

    static String created() {
        return "{\"event\":{}," + STATE + "}";
    }

    static String lineAdded() {
        return "{\"event\":{\"line\":{\"name\":\"Walnut desk\",\"quantity\":2,\"price\":19.90,\"unitCost\":11.00}},"
                + STATE + "}";
    }

    /** A sound payload with parts of its state replaced by other JSON texts. */
    static String withState(Map<String, Object> replacements) {
        String payload = created();
        for (Map.Entry<String, Object> replacement : replacements.entrySet()) {
            String piece = "\"" + replacement.getKey() + "\":";
            int at = payload.indexOf(piece);
            if (at < 0) {
                throw new IllegalArgumentException("there is no " + piece);
            }
            int end = at + piece.length();
            int depth = 0;
            boolean quoted = false;
            for (; depth > 0 || quoted || ",}".indexOf(payload.charAt(end)) < 0; end++) {
                char here = payload.charAt(end);
                quoted ^= here == '"';
                depth += "[{".indexOf(here) >= 0 ? 1 : "]}".indexOf(here) >= 0 ? -1 : 0;
            }
            payload = payload.substring(0, at) + piece + replacement.getValue() + payload.substring(end);
        }
        return payload;
    }

    /** Payloads that nobody wants to write out: of some size, or some depth in something private. */
    static String built(Map<String, Object> wish) {
        if (wish.containsKey("bytes")) {
            return created().replace("calls often", "x".repeat((Integer) wish.get("bytes")));
        }
        int depth = (Integer) wish.get("depth");
        return created().replace("[\"calls often\"]", "[".repeat(depth) + "]".repeat(depth));
    }

    static String cancelled() {
        return "{\"event\":{\"reason\":\"changed my mind\"}," + STATE.replace("CREATED", "CANCELLED") + "}";
    }
}
