package dev.drawbridge.bench.sink;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Order documents of about 700 bytes, the same ones every time. */
final class OrderDocuments {
    private static final String[] PRODUCTS = {
        "analytical engine", "difference engine", "punched cards", "brass gear", "steam valve", "loom", "drive belt"
    };

    private OrderDocuments() {}

    static String id(int number) {
        return String.format(Locale.ROOT, "0198c0de-0000-7000-8000-%012d", number);
    }

    static byte[] json(int number) {
        StringBuilder lines = new StringBuilder();
        for (int line = 0; line < 6; line++) {
            lines.append(line == 0 ? "" : ",")
                    .append("{\"productName\":\"")
                    .append(PRODUCTS[(number + line) % PRODUCTS.length])
                    .append("\",\"quantity\":")
                    .append(1 + (number + line) % 9)
                    .append(",\"unitPrice\":")
                    .append(10 + number % 90)
                    .append(".25}");
        }
        return """
                {"orderId":"%s","version":%d,"status":"%s","customerName":"Customer %d of the bench","customerCity":"Graz",\
                "currency":"EUR","lines":[%s],"total":%d.50,"createdAt":"2026-11-01T10:00:00.000000Z",\
                "updatedAt":"2026-11-01T10:00:%02d.000000Z","change":{"reason":"measured"}}""".formatted(
                        id(number),
                        version(number),
                        number % 5 == 0 ? "shipped" : "draft",
                        number,
                        lines,
                        number % 1000,
                        number % 60)
                .getBytes(StandardCharsets.UTF_8);
    }

    static long version(int number) {
        return 1L + number % 7;
    }

    /** The shape of the documents, in the words of JsonConverter's schema.content. */
    static final String SCHEMA = """
            {"type":"struct","fields":[
            {"field":"orderId","type":"string"},{"field":"version","type":"int64"},{"field":"status","type":"string"},
            {"field":"customerName","type":"string"},{"field":"customerCity","type":"string"},
            {"field":"currency","type":"string"},
            {"field":"lines","type":"array","items":{"type":"struct","fields":[
              {"field":"productName","type":"string"},{"field":"quantity","type":"int64"},
              {"field":"unitPrice","type":"double"}]}},
            {"field":"total","type":"double"},{"field":"createdAt","type":"string"},
            {"field":"updatedAt","type":"string"},
            {"field":"change","type":"struct","fields":[{"field":"reason","type":"string"}]}]}""".replace("\n", "");
}
