package dev.drawbridge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    @Test
    void takesFieldsOfExactlyTheirTypes() {
        JsonBody body = JsonBody.parse("{\"a\":\"x\",\"b\":7,\"c\":1.50,\"d\":null,\"e\":[\"p\",\"q\"]}");

        assertThat(body.text("a")).isEqualTo("x");
        assertThat(body.wholeNumber("b")).isEqualTo(7);
        assertThat(body.number("c")).isEqualByComparingTo("1.5");
        assertThat(body.optionalText("d")).isNull();
        assertThat(body.optionalTexts("e", 2)).containsExactly("p", "q");
        assertThat(body.optionalTexts("f", 2)).isEqualTo(List.of());
        assertThat(body.optionalWholeNumber("g")).isNull();
        body.requireNothingElse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "{",
                "{} {}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1e9999999999}",
                "{\"a\":[[[[[[[[[1]]]]]]]]]}"
            })
    void refusesWhatIsNotOneObjectWithoutQuotingIt(String text) {
        refused(() -> JsonBody.parse(text), "The body ");
    }

    @Test
    void refusesOtherTypesAndWhatNobodyAskedFor() {
        refused(() -> JsonBody.parse("{\"a\":1}").text("a"), "field a must be a string");
        refused(() -> JsonBody.parse("{}").text("a"), "field a is missing");
        refused(() -> JsonBody.parse("{\"a\":1.5}").wholeNumber("a"), "whole number");
        refused(() -> JsonBody.parse("{\"a\":\"x\"}").optionalWholeNumber("a"), "whole number");
        refused(() -> JsonBody.parse("{\"a\":[1]}").optionalTexts("a", 2), "array of 1 to 2 strings");
        refused(() -> JsonBody.parse("{\"a\":[]}").optionalTexts("a", 2), "array of 1 to 2 strings");
        refused(() -> JsonBody.parse("{\"a\":[\"p\",\"q\",\"r\"]}").optionalTexts("a", 2), "array of 1 to 2 strings");
        refused(() -> JsonBody.parse("{\"a\":1}").requireNothingElse(), "field that is not known");
    }

    private static void refused(ThrowingCallable work, String... words) {
        assertThatThrownBy(work).isInstanceOf(MalformedRequest.class).satisfies(e -> assertThat(e.getMessage())
                .contains(words));
    }
}
