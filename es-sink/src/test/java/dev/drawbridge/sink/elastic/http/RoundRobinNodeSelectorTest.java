package dev.drawbridge.sink.elastic.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.http.HttpHost;
import org.elasticsearch.client.Node;
import org.junit.jupiter.api.Test;

class RoundRobinNodeSelectorTest {

    private final RoundRobinNodeSelector selector = new RoundRobinNodeSelector();

    @Test
    void leavesOneNodeAndEachInTurn() {
        assertThat(List.of(chosen(3), chosen(3), chosen(3), chosen(3))).containsExactly("n0", "n1", "n2", "n0");
        assertThat(chosen(1)).isEqualTo("n0");
    }

    @Test
    void leavesNothingOfNothing() {
        List<Node> none = new ArrayList<>();
        selector.select(none);
        assertThat(none).isEmpty();
    }

    private String chosen(int count) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(new Node(new HttpHost("n" + i, 9200)));
        }
        selector.select(nodes);
        assertThat(nodes).hasSize(1);
        return nodes.get(0).getHost().getHostName();
    }
}
