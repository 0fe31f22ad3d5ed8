package dev.drawbridge.sink.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.connect.errors.DataException;

class IdTemplatePropertyTest {

    @Property(tries = 20_000)
    void differentKeysNeverMakeTheSameId(
            @ForAll("templates") String template,
            @ForAll("keys") List<String> one,
            @ForAll("keys") List<String> other) {
        IdTemplate parsed = IdTemplate.parse(template);
        Optional<String> id = fill(parsed, one);
        if (id.isPresent() && id.equals(fill(parsed, other))) {
            assertThat(one).as(template + " makes " + id).isEqualTo(other);
        }
    }

    @Provide
    Arbitrary<String> templates() {
        return Arbitraries.of("::", ":", "__", "--", ":_:", "::_")
                .list()
                .ofSize(4)
                .map(texts -> texts.get(0) + "{a}" + texts.get(1) + "{b}" + texts.get(2) + "{c}" + texts.get(3));
    }

    @Provide
    Arbitrary<List<String>> keys() {
        return Arbitraries.strings().withChars(":_-x").ofMaxLength(3).list().ofSize(3);
    }

    private static Optional<String> fill(IdTemplate template, List<String> key) {
        try {
            return Optional.of(template.fill(Map.of("a", key.get(0), "b", key.get(1), "c", key.get(2))));
        } catch (DataException e) {
            return Optional.empty();
        }
    }
}
