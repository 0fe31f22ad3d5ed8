package dev.drawbridge.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepublishArgumentsTest {
    private static final String ID = "01890a5d-ac96-774b-bcce-b302099a8057";

    @Test
    void takesIdsOrAll() {
        assertThat(RepublishArguments.parse(ID, "--rate", "7"))
                .isEqualTo(new RepublishArguments(List.of(UUID.fromString(ID)), null, 7));
        assertThat(RepublishArguments.parse("--all")).isEqualTo(new RepublishArguments(List.of(), null, 200));
        assertThat(RepublishArguments.parse("--rate", "1", "--all", "--after", ID))
                .isEqualTo(new RepublishArguments(List.of(), UUID.fromString(ID), 1));
    }

    @ParameterizedTest
    @CsvSource({
        "'',neither an option",
        "--rate 5,Name either",
        "--all ID,Name either",
        "ID --after ID,Name either",
        "--everything,--everything is neither",
        "--all --rate 0,--rate takes",
        "--all --rate 1000001,--rate takes",
        "--all --rate x,--rate takes",
        "--all --rate,--rate needs a value"
    })
    void saysWhatIsWrong(String arguments, String said) {
        assertThatThrownBy(() ->
                        RepublishArguments.parse(arguments.replace("ID", ID).split(" ", -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said);
    }
}
