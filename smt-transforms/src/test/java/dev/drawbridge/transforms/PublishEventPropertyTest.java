package dev.drawbridge.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** What holds for any order whatever: private stays private, what is published keeps the contract, what is broken is refused. */
class PublishEventPropertyTest {
    private static final String CANARY = "c4n4ry";
    private static final String CANARY_DIGITS = "77770777707";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Schema CONTRACT = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(read("order.v1.schema.json"), InputFormat.JSON);

    private final PublishEvent<SourceRecord> failing = Transforms.failing();
    private final PublishEvent<SourceRecord> quarantining = Transforms.quarantining();

    /** An order as the write side stores it, with canaries in everything private. */
    @Provide
    Arbitrary<String> orders() {
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(12).filter(some -> some.codePoints()
                .noneMatch(point -> Character.getType(point) == Character.SURROGATE));
        Arbitrary<BigDecimal> price = Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, new BigDecimal("99999"))
                .ofScale(2);
        Arbitrary<ObjectNode> line = Combinators.combine(text, Arbitraries.longs(), price)
                .as((name, quantity, unitPrice) -> JSON.createObjectNode()
                        .put("name", name)
                        .put("quantity", quantity)
                        .put("price", unitPrice)
                        .put("unitCost", new BigDecimal(CANARY_DIGITS + ".01")));
        return Combinators.combine(
                        text,
                        text,
                        Arbitraries.of("CREATED", "CANCELLED"),
                        line.list().ofMaxSize(4),
                        price,
                        text)
                .as(PublishEventPropertyTest::order);
    }

    private static String order(
            String name, String city, String status, List<ObjectNode> lines, BigDecimal total, String reason) {
        ObjectNode payload = JSON.createObjectNode();
        ObjectNode event = payload.putObject("event").put("reason", reason);
        event.putObject("line").put("name", CANARY).put("unitCost", Long.parseLong(CANARY_DIGITS));
        ObjectNode state = payload.putObject("state").put("status", status).put("currency", "EUR");
        state.putObject("customer").put("name", name).put("city", city).put("iban", CANARY);
        state.putArray("lines").addAll(lines);
        state.put("total", total).put("margin", new BigDecimal(CANARY_DIGITS + ".02"));
        state.put("riskScore", Long.parseLong(CANARY_DIGITS))
                .putArray("staffNotes")
                .add(CANARY);
        state.put("createdAt", "2026-11-24T05:00:00.123456Z").put("updatedAt", "2026-11-24T05:00:01Z");
        payload.put("unheardOf", CANARY);
        return payload.toString();
    }

    @Property
    void publishesWhatTheContractPromisesAndNoCanary(@ForAll("orders") String payload) throws IOException {
        RecordView published = RecordView.of(failing.apply(change(payload)));
        assertThat(published.topic()).isEqualTo("orders.public.v1");
        assertThat(published.toString()).doesNotContain(CANARY, CANARY_DIGITS);
        assertThat(CONTRACT.validate(
                        published.value(),
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                .isEmpty();
        JsonNode given = JSON.readTree(payload);
        JsonNode made = JSON.readTree(published.value());
        assertThat(made.get("total").decimalValue())
                .isEqualTo(given.at("/state/total").decimalValue());
        assertThat(made.get("customerName")).isEqualTo(given.at("/state/customer/name"));
        assertThat(made.get("lines")).hasSameSizeAs(given.at("/state/lines"));
    }

    @Property
    void publishesTheSameBytesWhateverIsPrivate(
            @ForAll("orders") String payload, @ForAll("anything") String privately, @ForAll Random random)
            throws IOException {
        ObjectNode other = (ObjectNode) JSON.readTree(payload);
        JsonNode replacement = JSON.readTree(privately);
        ObjectNode state = (ObjectNode) other.get("state");
        state.set("margin", replacement);
        state.set("riskScore", replacement);
        state.set("staffNotes", replacement);
        state.get("lines").forEach(line -> ((ObjectNode) line).set("unitCost", replacement));
        ((ObjectNode) other.get("event")).set("line", replacement);
        if (random.nextBoolean()) {
            state.remove(List.of("margin", "riskScore", "staffNotes"));
        }
        assertThat(RecordView.of(failing.apply(change(other.toString()))))
                .isEqualTo(RecordView.of(failing.apply(change(payload))));
    }

    @Provide
    Arbitrary<String> anything() {
        return Arbitraries.of(
                "null",
                "true",
                "-0.50",
                "\"" + CANARY + "\"",
                "[]",
                "{}",
                "[{\"total\":1},[2,null]]",
                "{\"a\":{\"b\":[]}}");
    }

    /** Values of another type at any place that is published: always refused, never quoted. */
    @Property
    void refusesWrongTypesAnywhereWithoutQuotingThem(@ForAll("orders") String payload, @ForAll Random random)
            throws IOException {
        JsonNode tree = JSON.readTree(payload);
        List<Runnable> corruptions = new ArrayList<>();
        ObjectNode state = (ObjectNode) tree.get("state");
        for (String required : List.of("status", "currency", "total", "createdAt", "updatedAt", "lines", "customer")) {
            corruptions.add(() -> state.set(required, wrong(random)));
            corruptions.add(() -> state.remove(required));
        }
        corruptions.add(() -> state.put("status", CANARY));
        corruptions.add(() -> state.put("createdAt", CANARY));
        corruptions.add(() -> ((ObjectNode) state.get("customer")).set("name", wrong(random)));
        corruptions.add(() -> ((ObjectNode) tree.get("event")).set("reason", wrong(random)));
        state.get("lines").forEach(line -> List.of("name", "quantity", "price").forEach(field -> {
            corruptions.add(() -> ((ObjectNode) line).set(field, wrong(random)));
            corruptions.add(() -> ((ObjectNode) line).remove(field));
        }));
        corruptions.get(random.nextInt(corruptions.size())).run();
        assertRefusedWithoutLeak(change(tree.toString()));
    }

    /** A value that is of no scalar type of the contract, and no list or object of use either. */
    private static JsonNode wrong(Random random) {
        ArrayNode list = JSON.createArrayNode().add(CANARY);
        List<JsonNode> wrongs = List.of(
                JSON.createObjectNode().put(CANARY, CANARY),
                list,
                JSON.getNodeFactory().booleanNode(true));
        return wrongs.get(random.nextInt(wrongs.size()));
    }

    /** Text cut anywhere is never JSON; whatever else happens to it, nothing private comes out. */
    @Property
    void refusesPayloadsThatAreCutOffWithoutQuotingThem(@ForAll("orders") String payload, @ForAll Random random) {
        assertRefusedWithoutLeak(change(payload.substring(0, random.nextInt(payload.length()))));
    }

    @Property
    void neverLeaksFromDamagedPayloads(@ForAll("orders") String payload, @ForAll Random random, @ForAll char damage) {
        // a damaged canary is not one any more, and could pass for public text if a key were damaged into a public one
        int at = random.nextInt(payload.length());
        StringBuilder damaged = new StringBuilder(payload);
        damaged.setCharAt(at, damage);
        try {
            assertThat(RecordView.of(failing.apply(change(damaged.toString()))).toString())
                    .doesNotContain(CANARY, CANARY_DIGITS);
        } catch (DataException refused) {
            assertThat(stackTrace(refused)).doesNotContain(CANARY, CANARY_DIGITS);
        }
    }

    @Property
    void refusesUnknownNamesWithoutQuotingFreeText(@ForAll String type) {
        Assume.that(!type.startsWith("Order"));
        SourceRecord given = OutboxChange.lineAdded()
                .set("type", type + " " + CANARY)
                .set("payload", Payloads.created())
                .build();
        assertRefusedWithoutLeak(given);
    }

    private void assertRefusedWithoutLeak(SourceRecord given) {
        DataException refused = refusal(given);
        assertThat(refused).as("the refusal of %s", given.value()).isNotNull();
        assertThat(stackTrace(refused)).doesNotContain(CANARY, CANARY_DIGITS);
        RecordView quarantined = RecordView.of(quarantining.apply(given));
        assertThat(quarantined.topic()).isEqualTo("drawbridge.quarantine");
        assertThat(quarantined.toString()).doesNotContain(CANARY, CANARY_DIGITS);
    }

    private @Nullable DataException refusal(SourceRecord given) {
        try {
            failing.apply(given);
            return null;
        } catch (DataException refused) {
            return refused;
        }
    }

    private static SourceRecord change(String payload) {
        return OutboxChange.lineAdded().set("payload", payload).build();
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private static String read(String file) {
        try {
            return Files.readString(Transforms.ORDERS.resolveSibling(file), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
