package dev.drawbridge.contracts.compile;

import static dev.drawbridge.contracts.compile.SmallContract.withMapping;
import static dev.drawbridge.contracts.compile.SmallContract.withSchema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.contracts.mapping.ContractBundle;
import dev.drawbridge.contracts.source.Finding;
import dev.drawbridge.contracts.source.InvalidContractException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

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
                        "mapping.yaml:12:3: contract path 'id' is not filled",
                        "mapping.yaml:12:3: 'stranger' is not in the contract",
                        "mapping.yaml:15:11: 'state.margin' reads the private 'state.margin'",
                        "parcel.v1.schema.json:11:5: property \"version\" has no description",
                        "parcel.v1.schema.json:11:36: keyword \"minimum\" is not supported on type integer",
                        "parcel-payload.schema.json:9:9: 'state.weight' is neither mapped nor private");
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
                .first()
                .hasToString(
                        "mapping.yaml:15:11: 'state.margin' reads the private 'state.margin': private stays private. "
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
        CompilationResult broken = SmallContract.compile("data: {}\n", SmallContract.SCHEMA);
        assertThatThrownBy(broken::orThrow)
                .isInstanceOfSatisfying(InvalidContractException.class, thrown -> assertThat(thrown.findings())
                        .isEqualTo(broken.findings())
                        .hasSizeGreaterThan(5));
    }
}
