package dev.drawbridge.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.cdc.postgres.ServerHistory.Left;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerHistoryTest {
    private static final ServerHistory NOW =
            new ServerHistory("7", 4, List.of(new Left(1, 100), new Left(2, 200), new Left(3, 300)));

    @Test
    void readsTheFileThatPromotionsWrite() {
        assertThat(ServerHistory.parse(
                        "1\t0/64\tno recovery target specified\n\n# comment\n2\t1/0\tbefore 2026-11-28 12:00\n"))
                .containsExactly(new Left(1, 100), new Left(2, 1L << 32));
    }

    @Test
    void acceptsItsOwnTimelineWhateverThePosition() {
        assertThat(NOW.contradiction(NOW.lineage(), Long.MAX_VALUE)).isNull();
        ServerHistory first = new ServerHistory("7", 1, List.of());
        assertThat(first.contradiction(first.lineage(), 5)).isNull();
    }

    @Test
    void acceptsAnEarlierTimelineUpToWhereItWasLeft() {
        assertThat(NOW.contradiction(new ServerLineage("7", 2, 100), 200)).isNull();
        assertThat(NOW.contradiction(new ServerLineage("7", 2, 100), 201)).contains("left timeline 2 at 0/C8");
        assertThat(NOW.contradiction(new ServerLineage("7", 1, 0), 100)).isNull();
        assertThat(NOW.contradiction(new ServerLineage("7", 1, 0), 101)).contains("left timeline 1 at 0/64");
    }

    /** Two promotions of one server make two timelines of one number. */
    @Test
    void refusesATimelineOfTheSameNumberThatBeganElsewhere() {
        assertThat(NOW.contradiction(new ServerLineage("7", 2, 99), 150)).contains("does not descend");
        assertThat(NOW.contradiction(new ServerLineage("7", 4, 299), 150)).contains("does not descend");
    }

    @Test
    void refusesALaterTimelineAndAnotherServer() {
        assertThat(NOW.contradiction(new ServerLineage("7", 5, 400), 150)).contains("does not descend");
        assertThat(NOW.contradiction(new ServerLineage("8", 4, 300), 150)).contains("another server", "8");
    }
}
