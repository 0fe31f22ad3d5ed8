package dev.drawbridge.contracts.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.contracts.outbox.OutboxRow;
import dev.drawbridge.contracts.projection.PayloadReader;
import dev.drawbridge.contracts.projection.Pseudonyms;
import dev.drawbridge.contracts.refusal.Refusal;
import dev.drawbridge.contracts.refusal.Rule;
import dev.drawbridge.contracts.type.StringFormat;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompiledContractTest {
    private static final CompiledContract PARCELS =
            SmallContract.compile(SmallContract.MAPPING, SmallContract.SCHEMA).orThrow();

    /** Each line: the internal state, and the public data after id and version. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"phase":"OUT","items":[]} | "state":"sent","items":[]
            {"items":[],"phase":"BACK","weight":null} | "state":"returned","weight":null,"items":[]
            {"phase":"OUT","items":[],"weight":12.50} | "state":"sent","weight":12.50,"items":[]
            {"phase":"OUT","items":[],"weight":-0.000} | "state":"sent","weight":0.000,"items":[]
            {"phase":"OUT","items":[],"weight":1E+3} | "state":"sent","weight":1000,"items":[]
            {"phase":"OUT","items":[],"weight":2e-7} | "state":"sent","weight":0.0000002,"items":[]
            {"phase":"OUT","items":[],"weight":12345678901234567890.123456789} | "state":"sent","weight":12345678901234567890.123456789,"items":[]
            {"phase":"OUT","items":[],"weight":123456789012345678901234567890} | "state":"sent","weight":123456789012345678901234567890,"items":[]
            {"phase":"OUT","items":[],"to":{"city":"Rome","street":"secret"}} | "state":"sent","address":{"city":"Rome"},"items":[]
            {"phase":"OUT","items":[],"to":{"city":null}} | "state":"sent","items":[]
            {"phase":"OUT","items":[],"to":null} | "state":"sent","items":[]
            {"phase":"OUT","items":[{"tags":["a","b"],"cost":1,"name":"x"}]} | "state":"sent","items":[{"name":"x","tags":["a","b"]}]
            """)
    void publishesExactly(String state, String expected) {
        assertThat(data(state)).isEqualTo("{\"id\":\"p-1\",\"version\":7," + expected + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"items":[]} | contract path 'state' must be a string out of [sent, returned], but there is none
            {"phase":null,"items":[]} | contract path 'state' must be a string out of [sent, returned], but there is none
            {"phase":["OUT"],"items":[]} | the value for contract path 'state' has no translation
            {"phase":"LOST","items":[]} | the value for contract path 'state' has no translation
            {"phase":"OUT"} | contract path 'items' must be an array, but there is none
            {"phase":"OUT","items":null} | contract path 'items' must be an array, but there is none
            {"phase":"OUT","items":{}} | contract path 'items' must be an array
            {"phase":"OUT","items":[null]} | contract path 'items[]' must be an object
            {"phase":"OUT","items":["x"]} | contract path 'items[]' must be an object
            {"phase":"OUT","items":[{"name":"x"}]} | contract path 'items[].tags' must be an array, but there is none
            {"phase":"OUT","items":[{"name":"x","tags":[1]}]} | contract path 'items[].tags[]' must be a string
            {"phase":"OUT","items":[{"name":"x","tags":[null]}]} | contract path 'items[].tags[]' must be a string, but there is none
            {"phase":"OUT","items":[{"name":"x\\ud800","tags":[]}]} | contract path 'items[].name' must be a string
            {"phase":"OUT","items":[],"weight":"12"} | contract path 'weight' must be a number or null
            {"phase":"OUT","items":[],"weight":1e5000} | contract path 'weight' must be a number or null
            {"phase":"OUT","items":[],"to":"Rome"} | contract path 'address.city' is filled from inside something that is not an object
            """)
    void refusesNamingPlaceAndTypeOnly(String state, String expected) {
        assertThatThrownBy(() -> data(state)).isInstanceOf(Refusal.class).hasMessage(expected);
    }

    @Test
    void readsOnlyWholeNumbersOf64BitsAsIntegers() {
        Map<String, String> files = SmallContract.files();
        files.replaceAll((name, text) -> text.replace("[\"number\", \"null\"]", "\"integer\""));
        CompiledContract counting = SmallContract.compile(files).orThrow();
        for (String whole : new String[] {"0", "-9223372036854775808", "9223372036854775807", "5.0", "12e2"}) {
            assertThat(data(counting, "{\"phase\":\"OUT\",\"items\":[],\"weight\":" + whole + "}"))
                    .contains("\"weight\":" + new BigDecimal(whole).toBigInteger() + ",");
        }
        for (String other : new String[] {"9223372036854775808", "0.5", "1e400", "\"1\"", "true", "1e999999999"}) {
            assertThatThrownBy(() -> data(counting, "{\"phase\":\"OUT\",\"items\":[],\"weight\":" + other + "}"))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.rule()).isEqualTo(Rule.CONTRACT_VIOLATION));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "date-time, 2026-11-24T05:00:00Z, true",
        "date-time, 2026-11-24T05:00:00.123456+02:00, true",
        "date-time, 2026-02-30T05:00:00Z, false",
        "date-time, 2026-11-24T05:00Z, false",
        "date-time, 2026-11-24 05:00:00Z, false",
        "date, 2026-11-24, true",
        "date, 2026-13-24, false",
        "uuid, 0193a5b8-7c1e-7d43-9f6a-2b1c0d9e8f7a, true",
        "uuid, 0193a5b8, false",
        "uri, https://example.com/a?b=c#d, true",
        "uri, /a, false",
        "uri, https://example.com/a b, false"
    })
    void checksFormats(String format, String text, boolean good) {
        assertThat(StringFormat.named(format).orElseThrow().matches(text)).isEqualTo(good);
    }

    private static String data(String state) {
        return data(PARCELS, state);
    }

    private static String data(CompiledContract contract, String state) {
        OutboxRow row = new OutboxRow(
                "e-1",
                "parcel",
                "p-1",
                7,
                "ParcelSent",
                1,
                "{\"state\":" + state + "}",
                "1970-01-01T00:00:00Z",
                null,
                null,
                null,
                false);
        return new String(
                contract.data(row, new PayloadReader(10_000, 32).read(row), Pseudonyms.none()), StandardCharsets.UTF_8);
    }
}
