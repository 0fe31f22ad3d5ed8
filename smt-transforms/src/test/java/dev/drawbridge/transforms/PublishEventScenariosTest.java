package dev.drawbridge.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Whole records in, whole records out, as given by the files in {@code scenarios/publish-event}. */
class PublishEventScenariosTest {
    private static final Path SCENARIOS = Path.of("src/test/resources/scenarios/publish-event");

    static Stream<String> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void holds(String file) throws IOException {
        Map<String, Object> scenario =
                map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(SCENARIOS.resolve(file))));
        Map<String, String> options = new HashMap<>();
        map(scenario.getOrDefault("config", Map.of())).forEach((key, value) -> options.put(key, value.toString()));
        PublishEvent<SourceRecord> transform = Transforms.with(options);
        SourceRecord given = given(map(scenario.get("given")));
        Map<String, Object> expected = map(scenario.get("expected"));

        if (expected.containsKey("failure")) {
            assertThatThrownBy(() -> transform.apply(given))
                    .isExactlyInstanceOf(DataException.class)
                    .hasNoCause()
                    .hasMessage(expected.get("failure").toString());
        } else {
            assertThat(RecordView.of(transform.apply(given))).isEqualTo(expected(expected, given));
        }
    }

    private static SourceRecord given(Map<String, Object> given) {
        if (given.containsKey("record")) {
            return OtherRecords.of(given.get("record").toString());
        }
        OutboxChange change = OutboxChange.lineAdded();
        change.operation(given.getOrDefault("op", "c").toString());
        if (given.containsKey("state")) { // replaces parts of a sound state
            change.set("payload", Payloads.withState(map(given.get("state"))));
        }
        map(given.getOrDefault("row", Map.of()))
                .forEach((column, value) -> change.set(
                        column,
                        value instanceof Integer number && column.equals("version")
                                ? (Object) number.longValue()
                                : value));
        if (given.containsKey("payload")) {
            Map<String, Object> built = map(given.get("payload"));
            change.set("payload", Payloads.built(built));
        }
        return change.build();
    }

    private static RecordView expected(Map<String, Object> expected, SourceRecord given) {
        Object value = expected.get("value");
        return new RecordView(
                expected.get("topic").toString(),
                (Integer) expected.get("partition"),
                expected.getOrDefault("keySchema", "BYTES").toString(),
                String.valueOf(expected.get("key")),
                value == null ? "BYTES?" : "BYTES",
                String.valueOf(value).strip().replace("CONTRACT_HASH", Transforms.CONTRACT_HASH),
                given.timestamp(),
                Map.of("server", "drawbridge"),
                Map.of("lsn", 26_743_312L, "txId", 771L),
                expected.get("headers") instanceof List<?> headers
                        ? headers.stream().map(Object::toString).toList()
                        : List.of());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
