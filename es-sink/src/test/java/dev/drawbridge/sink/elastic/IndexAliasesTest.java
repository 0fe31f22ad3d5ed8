package dev.drawbridge.sink.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class IndexAliasesTest {

    @Test
    void areNamedByTheDefinition() {
        assertThat(of("{'mappings':{'properties':{'aliases':{'type':'keyword'}}},'settings':{},"
                        + "'aliases':{'orders':{'filter':{'term':{'erased':true}}},'live':{}}}"))
                .containsExactly("orders", "live");
    }

    @Test
    void thereMayBeNone() {
        assertThat(of("{}")).isEmpty();
        assertThat(of("{'settings':{'a':['b']},'aliases':{}}")).isEmpty();
    }

    @Test
    void whatIsNoJsonIsNotQuoted() {
        assertThatThrownBy(() -> of("{'hunter2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }

    private static List<String> of(String definition) {
        return IndexAliases.ofDefinition(definition.replace('\'', '"'));
    }
}
