package dev.drawbridge.contracts.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.contracts.compile.SmallContract;
import dev.drawbridge.contracts.release.ReleasedContracts.Release;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractComparisonTest {
    private static final TopicContract TOPIC =
            TopicContract.of(SmallContract.compile(SmallContract.files()).orThrow());

    /** Each line: a piece of the released contract, what replaces it, and the changes expected. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "Its id." | "The id." | patch: the contract says the same in other words
            "https://example.com/parcel.v1 | "https://example.com/parcel.v2 | major: the contract has another $id: events refer to it as their schema
            ["id", "version", "state", "items"] | ["id", "state", "items"] | major: 'version' may be absent now: it was promised always
            ["id", "version", "state", "items"] | ["id", "version", "state", "items", "weight"] | minor: 'weight' is always there now
            "type": ["number", "null"] | "type": "number" | minor: 'weight' is never null now
            "version": {"type": "integer" | "version": {"type": ["integer", "null"] | major: 'version' may be null now
            "version": {"type": "integer" | "version": {"type": "number" | major: 'version' was a 64-bit integer and is a number
            "type": ["number", "null"] | "type": ["integer", "null"] | minor: 'weight' is a 64-bit integer now, which is narrower
            "enum": ["sent", "returned"] | "enum": ["sent", "returned", "lost"] | major: 'state' was a string out of [sent, returned] and is a string out of [sent, returned, lost]; consumers do not know [lost]
            "enum": ["sent", "returned"] | "enum": ["sent"] | minor: 'state' is a string out of [sent] now, which is narrower
            "id": {"type": "string", | "id": {"type": "string", "format": "uuid", | minor: 'id' is a string of format uuid now, which is narrower
            "city": {"type": "string", | "city": {"type": "string", "description": "C."}, "zip": {"type": "string", | minor: 'address.zip' is new
            "name": {"type": "string", "description": "Name."}, |  | major: 'items[].name' is gone: somebody reads it
            "items": {"type": "string"}} | "items": {"type": "integer"}} | major: 'items[].tags[]' was a string and is a 64-bit integer
            "items": {"type": "string"}} | "items": {"type": ["string", "null"]}} | major: 'items[].tags[]' may be null now
            """)
    void judgesFromTheConsumersPointOfView(String piece, String replacement, String expected) {
        String current = SmallContract.replace(SmallContract.SCHEMA, piece, replacement == null ? "" : replacement);
        current = current.replace(
                "\"required\": [\"name\", \"tags\"]",
                replacement == null ? "\"required\": [\"tags\"]" : "\"required\": [\"name\", \"tags\"]");
        ContractComparison comparison = ContractComparison.of(release(SmallContract.SCHEMA), release(current));
        assertThat(comparison.changes()).map(ContractChange::toString).containsExactly(expected);
        assertThat(expected).startsWith(comparison.impact().word() + ": ");
    }

    @Test
    void findsNothingBetweenAContractAndItself() {
        ContractComparison comparison =
                ContractComparison.of(release(SmallContract.SCHEMA), release(SmallContract.SCHEMA));
        assertThat(comparison.impact()).isEqualTo(ReleaseImpact.NONE);
        assertThat(comparison.changes()).isEmpty();
    }

    @Test
    void takesAnotherNameForAnotherContract() {
        Release renamed = new Release("package.v1", "1.0.0", SmallContract.SCHEMA, TOPIC);
        assertThat(ContractComparison.of(release(SmallContract.SCHEMA), renamed).changes())
                .map(ContractChange::toString)
                .containsExactly("major: the contract was parcel.v1 and is package.v1: somebody reads it");
    }

    private static Release release(String schema) {
        return new Release("parcel.v1", "1.0.0", schema, TOPIC);
    }
}
