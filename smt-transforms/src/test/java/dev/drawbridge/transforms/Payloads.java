package dev.drawbridge.transforms;

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

    static String cancelled() {
        return "{\"event\":{\"reason\":\"changed my mind\"}," + STATE.replace("CREATED", "CANCELLED") + "}";
    }
}
