package dev.drawbridge.contracts.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drawbridge.contracts.compile.SmallContract;
import dev.drawbridge.contracts.source.InvalidContractException;
import dev.drawbridge.contracts.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicContractTest {
    private static final String TEXT = """
            {
              "topic" : "parcels.public.v1",
              "source" : "/parcels",
              "types" : [ "com.example.parcels.parcel-sent.v1" ],
              "erasures" : [ "com.example.parcels.parcel-erased.v1" ],
              "extensions" : [ "traceparent" ]
            }
            """;

    @Test
    void saysWhatIsPublicOfAMappingAndNothingElse() {
        assertThat(promised(SmallContract.MAPPING).text()).isEqualTo(TEXT);
    }

    @Test
    void isReadAsItWasWritten() {
        assertThat(read(TEXT)).isEqualTo(promised(SmallContract.MAPPING));
    }

    /** Each line: a piece of the mapping, what replaces it, and the changes expected. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ParcelSent: | ParcelSent: |
            topic: parcels.public.v1 | topic: parcels.public.v2 | major: 'topic' was parcels.public.v1 and is parcels.public.v2: consumers would wait at the old one
            source: /parcels | source: /packages | major: 'ce_source' was /parcels and is /packages: an event is known by its source and id
            parcel-sent.v1 | parcel-posted.v1 | major: 'ce_type com.example.parcels.parcel-sent.v1' is gone: somebody waits for it; minor: 'ce_type com.example.parcels.parcel-posted.v1' is new
            parcel-erased.v1 | parcel-sent.v1 | major: 'ce_type com.example.parcels.parcel-erased.v1' is gone: somebody waits for it; major: 'ce_type com.example.parcels.parcel-sent.v1' may come with no data now: it never did
            , data: none | | major: 'ce_type com.example.parcels.parcel-erased.v1' may come with data now: it never did; minor: 'ce_type com.example.parcels.parcel-erased.v1' never comes with no data now
            com.example.parcels.parcel-sent.v1 | {type: com.example.parcels.parcel-sent.v1, data: none} | minor: 'ce_type com.example.parcels.parcel-sent.v1' never comes with data now; major: 'ce_type com.example.parcels.parcel-sent.v1' may come with no data now: it never did
            [traceparent] | [] | major: 'ce_traceparent' is gone: somebody reads it
            [traceparent] | [traceparent, correlationid] | minor: 'ce_correlationid' is new
            """)
    void isComparedFromTheConsumersPointOfView(String piece, String replacement, String expected) {
        String mapping = SmallContract.replace(SmallContract.MAPPING, piece, replacement == null ? "" : replacement);
        assertThat(TopicComparison.changes(promised(SmallContract.MAPPING), promised(mapping)))
                .map(ContractChange::toString)
                .isEqualTo(expected == null ? List.of() : List.of(expected.split("; ", -1)));
    }

    @ParameterizedTest
    @CsvSource({"types, is new", "erasures, 'is new, and erases'"})
    void takesATypeMoreForCompatible(String list, String expected) {
        TopicContract now = read(TEXT.replace("\"" + list + "\" : [", "\"" + list + "\" : [ \"com.example.new.v1\","));
        assertThat(TopicComparison.changes(read(TEXT), now))
                .containsExactly(new ContractChange(ReleaseImpact.MINOR, "ce_type com.example.new.v1", expected));
    }

    /** Each line: a piece of the file, what replaces it, and what is found. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "topic" : "parcels.public.v1", | | p.json:1:1: 'topic' is missing
            "source" : "/parcels", | | p.json:1:1: 'source' is missing
            "/parcels" | 1 | p.json:3:14: 'source' is no text
            "/parcels" | " " | p.json:3:14: 'source' is no text
            "types" | "type" | p.json:4:3: unknown key 'type'
            "types" : | "type" : | p.json:1:1: 'types' is not a list
            "erasures" : [ "com.example.parcels.parcel-erased.v1" ], | | p.json:1:1: 'erasures' is not a list
            [ "traceparent" ] | "traceparent" | p.json:1:1: 'extensions' is not a list
            [ "traceparent" ] | [ null ] | p.json:6:20: 'extensions' is no text
            "traceparent" ] | "traceparent" | p.json:7:1: not valid JSON
            """)
    void isNotReadWhereSomethingCouldNotBeCompared(String piece, String replacement, String expected) {
        String broken = SmallContract.replace(TEXT, piece, replacement == null ? "" : replacement);
        InvalidContractException refused = catchThrowableOfType(InvalidContractException.class, () -> read(broken));
        assertThat(SmallContract.places(refused.findings())).contains(expected);
    }

    @Test
    void hasAnEventType() {
        String none = TEXT.replaceAll("\"com[^\"]+\"", "");
        assertThat(catchThrowableOfType(InvalidContractException.class, () -> read(none)))
                .hasMessageContaining("p.json:1:1: no event type");
    }

    @ParameterizedTest
    @CsvSource({"[]", "1", "null", "''"})
    void isAnObject(String text) {
        assertThat(catchThrowableOfType(InvalidContractException.class, () -> read(text)))
                .hasMessageContaining("'topic' is missing");
    }

    private static TopicContract promised(String mapping) {
        return TopicContract.of(
                SmallContract.compile(mapping, SmallContract.SCHEMA).contract().orElseThrow());
    }

    private static TopicContract read(String text) {
        return new TopicContractReader(new SourceFile("p.json")).read(text);
    }
}
