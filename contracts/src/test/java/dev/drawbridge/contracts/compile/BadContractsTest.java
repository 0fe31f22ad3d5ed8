package dev.drawbridge.contracts.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Everything that is wrong with a contract is found at its context. Each case in {@code scenarios/bad-contracts} breaks one piece
 * of {@link SmallContract} and lists all findings expected.
 */
class BadContractsTest {
    private static final Path CASES = Path.of("src/test/resources/scenarios/bad-contracts");

    static Stream<Arguments> cases() throws IOException {
        Stream.Builder<Arguments> cases = Stream.builder();
        for (String file : List.of("mapping.yaml", "parcel.v1.schema.json", "parcel-payload.schema.json")) {
            Path path = CASES.resolve(file.replaceAll("\\.(yaml|schema\\.json)$", "") + ".yaml");
            for (Object one :
                    (List<?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(path))) {
                Map<?, ?> each = (Map<?, ?>) one;
                cases.add(Arguments.of(file, each.get("replace"), each.get("with"), each.get("finds")));
            }
        }
        return cases.build();
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @MethodSource("cases")
    void isFoundAtItsPlace(String file, String piece, String replacement, List<String> expected) {
        Map<String, String> files = SmallContract.files();
        files.compute("mapping.yaml", (name, mapping) -> SmallContract.publicAsFarAsRead(mapping, replacement));
        files.put(file, SmallContract.replace(files.get(file), piece, replacement));
        assertThat(SmallContract.places(SmallContract.compile(files))).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void thereAreAtLeastAHundred() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(100);
    }

    @Test
    void whatIsNotBrokenHasNoFinding() {
        assertThat(SmallContract.places(SmallContract.compile(SmallContract.files())))
                .isEmpty();
    }
}
