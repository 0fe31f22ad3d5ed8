package dev.drawbridge.sink.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexMappingTest {

    private static final String ERASURE_MARKER =
            "'id':{'type':'keyword'},'version':{'type':'long'},'erased':{'type':'boolean'}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                                             | its top level",
                "{'settings':{'index':{'dynamic':'false'}},'mappings':{}}                       | its top level",
                "{'mappings':{'dynamic':'true'}}                                                | its top level",
                "{'mappings':{'dynamic':true}}                                                  | its top level",
                "{'mappings':{'dynamic':'runtime'}}                                             | its top level",
                "{'mappings':{'properties':{'dynamic':{'type':'keyword'}}}}                     | its top level",
                "{'mappings':{'dynamic':false,'properties':{'a':{'dynamic':true}}}}             | a",
                "{'mappings':{'properties':{'a':{'properties':{'b':{'dynamic':'runtime'}}}},'dynamic':'strict'}} | a.b",
                "{'mappings':{'properties':{'a':{'dynamic':'true'}}}}                           | its top level, a",
            })
    void whatGrowsIsNamed(String definition, String where) {
        assertThat(of(definition).dynamicMappingProblem()).hasValueSatisfying(problem -> assertThat(problem)
                .startsWith("maps new fields by itself in " + where + "; set dynamic to false or strict"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'mappings':{'dynamic':'strict'}}",
                "{'mappings':{'dynamic':false}}",
                "{'mappings':{'dynamic':'false','properties':{'a':{'dynamic':'strict','properties':{'dynamic':{'type':'text'}}}}}}",
                "{'aliases':{'orders':{}},'mappings':{'dynamic':'false','_meta':{'dynamic':'true'}},'settings':{}}"
            })
    void whatIsFixedPasses(String definition) {
        assertThat(of(definition).dynamicMappingProblem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'mappings':{'dynamic':'strict','properties':{'id':{'type':'keyword'},'version':{'type':'long'}}}}",
                "{'mappings':{'dynamic':'false','properties':{'erased':{'type':'keyword'}}}}",
                "{'mappings':{'dynamic':'false','properties':{'a':{'properties':{'erased':{'type':'boolean'}}}}}}"
            })
    void stubsThatNothingHidesAreFound(String definition) {
        assertThat(of(definition).erasureMarkerProblem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("erased as boolean"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'mappings':{'dynamic':'strict','properties':{'erased':{'type':'boolean'}}}}",
                "{'mappings':{'dynamic':'strict','properties':{'id':{'type':'keyword'},'erased':{'type':'boolean'}}}}",
                "{'mappings':{'dynamic':'false','properties':{'id':{'type':'long'},'erased':{'type':'boolean'}}}}"
            })
    void stubsThatWouldBeRefusedAreFound(String definition) {
        assertThat(of(definition).erasureMarkerProblem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("map id as keyword and version as long"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'mappings':{'dynamic':'strict','properties':{" + ERASURE_MARKER + "}}}",
                "{'mappings':{'dynamic':'false','properties':{'erased':{'type':'boolean'}}}}"
            })
    void stubsThatAreTakenPass(String definition) {
        assertThat(of(definition).erasureMarkerProblem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "root:x:0:0:hunter2",
                "{oops hunter2",
                "{'mappings':{}} hunter2",
                "{'mappings':{'dynamic':'false'",
                "{'password':'hunter2'}",
                "{'mappings':'hunter2'}",
                "{'mappings':{'properties':{'a':'hunter2'}}}",
                "['hunter2']",
                "\"hunter2\""
            })
    void whatIsNoDefinitionIsRefusedAndNotQuoted(String definition) {
        assertThatThrownBy(() -> of(definition))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("is no JSON object with settings, mappings and aliases")
                .hasNoCause();
    }

    private static IndexMapping of(String definition) {
        return IndexMapping.ofDefinition(definition.replace('\'', '"'));
    }
}
