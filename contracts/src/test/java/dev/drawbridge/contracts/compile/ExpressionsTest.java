package dev.drawbridge.contracts.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.contracts.outbox.OutboxRow;
import dev.drawbridge.contracts.projection.PayloadReader;
import dev.drawbridge.contracts.projection.Pseudonyms;
import dev.drawbridge.contracts.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each kind of expression makes of what it finds. */
class ExpressionsTest {
    private static final String KEY = "a key for tests that is long enough";

    /** Each line: what fills {@code id}, what is spare inside, and the id that is published. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {constant: fixed} | | fixed
            {path: aggregateid} | | p-1
            {coalesce: [state.spare.maybe, state.spare.nullable, aggregateid]} | "maybe":"a","nullable":"b" | a
            {coalesce: [state.spare.maybe, state.spare.nullable, aggregateid]} | "nullable":"b" | b
            {coalesce: [state.spare.maybe, state.spare.nullable, aggregateid]} | "nullable":null | p-1
            {coalesce: [state.spare.maybe, {constant: none}]} | | none
            {concat: [aggregateid, version], separator: /} | | p-1/7
            {concat: [type, {constant: '-'}, state.spare.text]} | "text":"é" | ParcelSent-é
            {concat: [aggregateid, {coalesce: [state.spare.maybe, {constant: x}]}]} | | p-1x
            {instant: occurredat, format: date} | | 2026-11-24
            {instant: occurredat, format: date, zone: Asia/Tokyo} | | 2026-11-25
            {instant: occurredat, format: yyyy-MM} | | 2026-11
            {instant: occurredat, format: date-time, zone: Europe/Berlin} | | 2026-11-25T00:30:00+01:00
            {instant: state.spare.at, format: HH} | "at":"2026-01-01T00:00:00-05:00" | 05
            {hmac: aggregateid} | | 76a6edaa0bde44c9e9265efe3283ac44dd0e402ed39df3c2b8f06c889d275339
            {hmac: version} | | 16339c7d92629258719a88725033e135fffa626021a0d00906250e979de7fce4
            {coalesce: [{concat: [aggregateid, state.spare.nullable]}, {constant: none}]} | "nullable":null | none
            {path: type, values: {ParcelSent: sent}} | | sent
            {path: state.spare.text, format: uuid} | "text":"0193a5b8-7c1e-7d43-9f6a-2b1c0d9e8f7a" | 0193a5b8-7c1e-7d43-9f6a-2b1c0d9e8f7a
            """)
    void makes(String expression, String spare, String expected) {
        assertThat(id(expression, spare)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {path: state.spare.maybe, missing: fail} | | contract path 'id' must be a string, but there is none
            {path: state.spare.nullable, missing: fail, null: fail} | "nullable":null | contract path 'id' must be a string, but there is none
            {coalesce: [state.spare.maybe, aggregateid]} | "maybe":1 | contract path 'id' must be a string
            {concat: [aggregateid, state.spare.text]} | "text":true | contract path 'id' must be put together from strings and integers
            {concat: [aggregateid, state.spare.maybe], missing: fail} | | contract path 'id' must be a string, but there is none
            {instant: state.spare.at, format: date} | "at":"soon" | contract path 'id' must be made of a string of format date-time
            {hmac: state.spare.text} | "text":1.5 | contract path 'id' must be made of a string or an integer
            """)
    void refuses(String expression, String spare, String expected) {
        assertThatThrownBy(() -> id(expression, spare))
                .isInstanceOf(Refusal.class)
                .hasMessage(expected);
    }

    @Test
    void saysWhetherAKeyForPseudonymsIsNeeded() {
        assertThat(contract("{concat: [{hmac: aggregateid}, version]}").makesPseudonyms())
                .isTrue();
        assertThat(contract("aggregateid").makesPseudonyms()).isFalse();
        assertThatThrownBy(() -> Pseudonyms.under("too short")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNarrowedTextThatIsNotOfTheFormatIsRefused() {
        Map<String, String> files = SmallContract.files();
        files.computeIfPresent(
                "parcel.v1.schema.json",
                (name, text) -> text.replace(
                        "\"id\": {\"type\": \"string\"", "\"id\": {\"type\": \"string\", \"format\": \"uuid\""));
        files.computeIfPresent(
                "mapping.yaml",
                (name, text) -> text.replace("id: aggregateid", "id: {path: aggregateid, format: uuid}"));
        CompiledContract narrowed = SmallContract.compile(files).orThrow();
        assertThatThrownBy(() -> data(narrowed, null))
                .isInstanceOf(Refusal.class)
                .hasMessage("contract path 'id' must be a string of format uuid");
    }

    @Test
    void warnsOfAContractThatMirrorsTheWriteModel() {
        Map<String, String> files = Map.of(
                "mapping.yaml",
                """
                        context: c
                        source: /c
                        topic: c
                        contract: c.json
                        payload: p.json
                        from: {aggregatetype: c, payloadversion: [1]}
                        types: {Changed: com.example.c.changed.v1}
                        data: {a: state.a, b: state.b, c: state.c, d: state.d, e: {f: state.e.f}}
                        """,
                "c.json",
                mirror("\"description\": \"D.\","),
                "p.json",
                "{\"x-event-types\": [\"Changed\"], \"type\": \"object\", \"additionalProperties\": false,"
                        + " \"required\": [\"state\"], \"properties\": {\"state\": " + inner("") + "}}");
        CompilationResult mirrored = SmallContract.compile(files);
        assertThat(mirrored.contract()).isPresent();
        assertThat(mirrored.findings())
                .singleElement()
                .hasToString(
                        "mapping.yaml:8:7: warning: the contract mirrors the write model: 5 of 5 internal fields are"
                                + " published under their own names: every change of the write model would become everybody's"
                                + " change. Publish what consumers need, in their words.");
    }

    private static String mirror(String described) {
        return "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"$id\": \"https://example.com/c\","
                + " \"title\": \"T\", \"description\": \"D\", "
                + inner(described).substring(1);
    }

    private static String inner(String described) {
        String text = "{" + described + "\"type\": \"string\"}";
        String nested =
                "{" + described + " \"type\": \"object\", \"additionalProperties\": false, \"required\": [\"f\"],"
                        + " \"properties\": {\"f\": " + text + "}}";
        return ("{\"type\": \"object\", \"additionalProperties\": false, \"required\": [\"a\", \"b\", \"c\", \"d\", \"e\"],"
                        + " \"properties\": {\"a\": T, \"b\": T, \"c\": T, \"d\": T, \"e\": N}}")
                .replace("T", text)
                .replace("N", nested);
    }

    private static CompiledContract contract(String expression) {
        String mapping = SmallContract.publicAsFarAsRead(SmallContract.MAPPING, expression)
                .replace("id: aggregateid", "id: " + expression);
        return SmallContract.compile(mapping, SmallContract.SCHEMA).orThrow();
    }

    private static String id(String expression, String spare) {
        return data(contract(expression), spare).replaceAll("^\\{\"id\":\"(.*?)\",\"version.*$", "$1");
    }

    private static String data(CompiledContract contract, String spare) {
        String payload =
                "{\"state\":{\"phase\":\"OUT\",\"items\":[],\"spare\":{" + (spare == null ? "" : spare) + "}}}";
        String at = "2026-11-24T23:30:00Z";
        OutboxRow row = new OutboxRow("e", "parcel", "p-1", 7, "ParcelSent", 1, payload, at, null, null, null, false);
        return new String(
                contract.data(row, new PayloadReader(10_000, 32).read(row), Pseudonyms.under(KEY)),
                StandardCharsets.UTF_8);
    }
}
