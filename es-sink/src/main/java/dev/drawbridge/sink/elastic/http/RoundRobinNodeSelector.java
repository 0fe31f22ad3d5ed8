package dev.drawbridge.sink.elastic.http;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.elasticsearch.client.Node;
import org.elasticsearch.client.NodeSelector;

/**
 * Lets a request go to one node, each in turn: left to itself the client sends one that failed to all others as well, at once.
 * Thread-safe.
 */
final class RoundRobinNodeSelector implements NodeSelector {

    private final AtomicInteger turn = new AtomicInteger();

    @Override
    public void select(Iterable<Node> nodes) {
        int count = 0;
        for (Iterator<Node> each = nodes.iterator(); each.hasNext(); each.next()) {
            count++;
        }
        int chosen = Math.floorMod(turn.getAndIncrement(), Math.max(1, count));
        Iterator<Node> each = nodes.iterator();
        for (int i = 0; i < count; i++) {
            each.next();
            if (i != chosen) {
                each.remove();
            }
        }
    }
}
