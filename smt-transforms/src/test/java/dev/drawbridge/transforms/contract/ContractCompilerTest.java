package dev.drawbridge.transforms.contract;

import static dev.drawbridge.transforms.contract.SmallContract.withMapping;
import static dev.drawbridge.transforms.contract.SmallContract.withSchema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractCompilerTest {

    @Test
    void acceptsASoundContract() {
        assertThat(SmallContract.findings(SmallContract.MAPPING, SmallContract.SCHEMA))
                .isEmpty();
    }

    @Test
    void acceptsTheContractOfOrders() {
        ContractBundle orders = ContractBundle.load(Path.of("../connect-config/contexts/orders/mapping.yaml"));
        assertThat(ContractCompiler.compile(orders).findings()).isEmpty();
    }

    /** Each line: a piece of the mapping, what replaces it, and the only finding expected. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            id: aggregateid | ID: aggregateid | mapping.yaml:11:3: 'ID' is not in the contract; mapping.yaml:11:3: contract path 'id' is not filled
            {city: state.to.city} | {} | mapping.yaml:15:12: contract path 'address.city' is not filled
            {name: name, tags: | {name: name, cost: price, tags: | mapping.yaml:18:23: 'items[].cost' is not in the contract
            state.weight | state.margin | mapping.yaml:14:11: 'state.margin' reads the private 'state.margin'
            state.weight | state.margin.net | mapping.yaml:14:11: 'state.margin.net' reads the private 'state.margin'
            state.weight | state | mapping.yaml:14:11: 'state' reads the private 'state.X'
            state.to.city | state.to | mapping.yaml:15:19: 'state.to' reads the private 'state.to.street'
            {name: name, | {name: cost, | mapping.yaml:18:17: 'cost' reads the private 'state.items.cost'
            each: tags | each: cost.parts | mapping.yaml:18:36: 'cost.parts' reads the private 'state.items.cost'; mapping.yaml:18:53: '.' reads the private 'state.items.cost'
            path: state.phase | path: state.margin | mapping.yaml:13:17: 'state.margin' reads the private 'state.margin'
            state.weight | weight | mapping.yaml:14:11: contract path 'weight' cannot be filled this way
            state.weight | payload | mapping.yaml:14:11: contract path 'weight' cannot be filled this way
            state.weight | aggregateid | mapping.yaml:14:11: contract path 'weight' cannot be filled this way
            state.weight | 12 | mapping.yaml:14:11: contract path 'weight' cannot be filled this way
            state.weight | {path: state.weight} | mapping.yaml:14:11: contract path 'weight' cannot be filled this way
            id: aggregateid | id: traceparent | mapping.yaml:11:7: contract path 'id' cannot be filled this way
            OUT: sent | OUT: lost | mapping.yaml:13:44: contract path 'state' cannot be filled this way
            {city: state.to.city} | state.to | mapping.yaml:15:12: contract path 'address' cannot be filled this way
            each: state.items | each: items | mapping.yaml:17:11: contract path 'items' cannot be filled this way
            each: state.items | every: state.items | mapping.yaml:17:5: contract path 'items' cannot be filled this way
            context: parcels | Context: parcels | mapping.yaml:1:1: unknown key 'Context'; mapping.yaml:1:1: 'context' is missing
            source: /parcels | source: a b | mapping.yaml:2:9: 'source' is not usable
            topic: parcels.public.v1 | topic: parcels/public | mapping.yaml:3:8: 'topic' is not usable
            topic: parcels.public.v1 | topic: .. | mapping.yaml:3:8: 'topic' is not usable
            contract: parcel.v1 | contract: ../parcel.v1 | mapping.yaml:4:11: 'contract' is not usable; mapping.yaml:4:11: nothing refers to the file 'parcel.v1.schema.json' of the bundle
            aggregatetype: parcel | aggregatetype: a b | mapping.yaml:5:23: 'aggregatetype' is not usable
            payloadversion: [1, 2] | payloadversion: 1 | mapping.yaml:5:47: 'payloadversion' is not usable
            payloadversion: [1, 2] | payloadversion: [] | mapping.yaml:5:47: 'payloadversion' is not usable
            payloadversion: [1, 2] | payloadversion: [1, '2'] | mapping.yaml:5:51: not a payload version
            com.example.parcels.parcel-sent.v1 | ParcelSent | mapping.yaml:7:15: not a public event type
            com.example.parcels.parcel-sent.v1 | com.Example.sent | mapping.yaml:7:15: not a public event type
            data: none | data: some | mapping.yaml:8:68: 'data' is not 'none'
            extensions: [traceparent] | extensions: [type] | mapping.yaml:9:14: not an extension
            private: [state.margin | private: [traceparent, state.margin | mapping.yaml:11:3: extension 'traceparent' is private
            private: [state.margin | private: [aggregateid, state.margin | mapping.yaml:19:11: column 'aggregateid' cannot be private; mapping.yaml:11:7: 'aggregateid' reads the private 'aggregateid'
            private: [state.margin | private: [margin, state.margin | mapping.yaml:19:11: not a path
            weight: state.weight | id: state.weight | mapping.yaml:14:3: key 'id' occurs twice; mapping.yaml:11:3: contract path 'weight' is not filled
            weight: state.weight | weight: &w state.weight | mapping.yaml:14:11: an anchor; mapping.yaml:11:3: contract path 'weight' is not filled
            """)
    void namesThePlaceOfEachMistakeInTheMapping(String piece, String replacement, String expected) {
        // where several private paths lie inside, any of them may be named
        assertThat(withMapping(piece, replacement))
                .map(finding -> finding.replaceAll("'state\\.(margin|items\\.cost|to\\.street)'$", "'state.X'"))
                .containsExactlyInAnyOrder(Arrays.stream(expected.split("; "))
                        .map(one -> one.replaceAll("'state\\.(margin|items\\.cost|to\\.street)'$", "'state.X'"))
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "additionalProperties": false,\\n  "required" | "required" | 1:1: an object that is open
            "type": "integer" | "type": "integer", "minimum": 1 | 11:36: keyword "minimum" is not supported on type integer
            "type": "integer" | "type": "int" | 11:25: "type" is none that a contract supports
            "type": "integer" | "type": ["integer", "string"] | 11:25: "type" is none that a contract supports
            "type": "integer", | | 11:16: "type" is missing
            "description": "Its version." | "description": "" | 11:5: property "version" has no description
            , "enum": ["sent", "returned"] | , "enum": [] | 12:41: an enum without values
            , "enum": ["sent", "returned"] | , "enum": ["sent", "returned", null] | 12:41: type and enum disagree about null
            , "enum": ["sent", "returned"] | , "enum": ["sent", "returned", 3] | 12:62: an enum entry that is not a string
            "type": "string", "description": "Its id." | "type": "string", "format": "email", "description": "Its id." | 10:40: "format" is none that a contract supports
            ["id", "version", "state", "items"] | ["id", "version", "status"] | 8:33: "status" is required but not a property
            ["id", "version", "state", "items"] | "id" | 8:15: "required" is not a list of names
            "items": {"type": "string"}} | "maxItems": 3} | 24:61: keyword "maxItems" is not supported on type array; 24:19: an array without "items"
            "$id": "https://example.com/parcel.v1.schema.json" | "$id": "parcel" | 3:10: "$id" is not usable
            "title": "Parcel", | | 1:1: "title" is missing
            "$schema": "https://json-schema.org/draft/2020-12/schema" | "$schema": "http://json-schema.org/draft-07/schema#" | 2:14: "$schema" is not usable
            "version": {"type": "integer" | "id": {"type": "integer" | 11:9: not valid JSON
            """)
    void namesThePlaceOfEachMistakeInTheContract(String piece, String replacement, String expected) {
        assertThat(withSchema(piece.replace("\\n", "\n"), replacement == null ? "" : replacement))
                .containsExactlyInAnyOrder(Arrays.stream(expected.split("; "))
                        .map(one -> "parcel.v1.schema.json:" + one)
                        .toArray(String[]::new));
    }

    @Test
    void reportsAllFindingsOfBothFilesAtOnce() {
        String mapping = SmallContract.MAPPING
                .replace("parcels.public.v1", "no topic")
                .replace("state.weight", "state.margin")
                .replace("id: aggregateid", "stranger: aggregateid");
        String schema = SmallContract.SCHEMA.replace("\"description\": \"Its version.\"", "\"minimum\": 1");
        assertThat(SmallContract.findings(mapping, schema))
                .containsExactly(
                        "mapping.yaml:3:8: 'topic' is not usable",
                        "mapping.yaml:11:3: contract path 'id' is not filled",
                        "mapping.yaml:11:3: 'stranger' is not in the contract",
                        "mapping.yaml:14:11: 'state.margin' reads the private 'state.margin'",
                        "parcel.v1.schema.json:11:5: property \"version\" has no description",
                        "parcel.v1.schema.json:11:36: keyword \"minimum\" is not supported on type integer");
    }

    @Test
    void readsTheContractEvenIfTheMappingSaysNothing() {
        assertThat(SmallContract.findings(
                        "context: parcels\ncontract: parcel.v1.schema.json\n",
                        SmallContract.SCHEMA.replace("\"title\": \"Parcel\",", "")))
                .contains(
                        "mapping.yaml:1:1: 'data' is missing",
                        "mapping.yaml:1:1: 'types' is missing",
                        "mapping.yaml:1:1: 'from' is missing",
                        "mapping.yaml:1:1: contract path 'id' is not filled",
                        "parcel.v1.schema.json:1:1: \"title\" is missing");
    }

    @Test
    void saysWhatIsWrongWhyAndWhatToDo() {
        assertThat(SmallContract.compile(
                                SmallContract.MAPPING.replace("state.weight", "state.margin"), SmallContract.SCHEMA)
                        .findings())
                .singleElement()
                .hasToString(
                        "mapping.yaml:14:11: 'state.margin' reads the private 'state.margin': private stays private. "
                                + "Map something else, or decide that it is public and take it out of 'private'.");
    }

    @Test
    void namesThePlaceOfBrokenSyntax() {
        assertThat(withMapping("context: parcels", "context: [parcels"))
                .singleElement()
                .asString()
                .startsWith("mapping.yaml:2:7: not valid YAML");
        assertThat(withSchema("\"title\": \"Parcel\",", "\"title\" \"Parcel\","))
                .singleElement()
                .asString()
                .startsWith("parcel.v1.schema.json:4:1");
        assertThat(SmallContract.findings("", SmallContract.SCHEMA))
                .containsExactly("mapping.yaml:1:1: the file is empty");
        assertThat(SmallContract.findings("- a", SmallContract.SCHEMA))
                .containsExactly("mapping.yaml:1:1: the mapping is a list");
    }

    @Test
    void reportsFilesThatAreMissingOrStrange() {
        assertThat(withMapping("contract: parcel.v1", "contract: parcel.v2"))
                .containsExactly(
                        "mapping.yaml:4:11: nothing refers to the file 'parcel.v1.schema.json' of the bundle",
                        "mapping.yaml:4:11: there is no file 'parcel.v2.schema.json'");
        assertThat(ContractCompiler.compile(ContractBundle.parse("{}")).findings())
                .map(Finding::what)
                .containsExactly("the file is missing");
    }

    @Test
    void throwsAllFindings() {
        Compilation broken = SmallContract.compile("data: {}\n", SmallContract.SCHEMA);
        assertThatThrownBy(broken::orThrow)
                .isInstanceOfSatisfying(InvalidContractException.class, thrown -> assertThat(thrown.findings())
                        .isEqualTo(broken.findings())
                        .hasSizeGreaterThan(5));
    }
}
