package dev.drawbridge.stack.demo.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Whose command comes next: orders take turns by chance, and none is sent a command before its last one was answered, as
 * one customer's browser would. Thread-safe.
 */
public final class Workload {
    private static final int COMMANDS_BETWEEN_NEW_ORDERS = 4;

    private final Random random;
    private final ScenarioGenerator storyteller;
    private final List<Story> waiting = new ArrayList<>();
    private final int mostOpen;
    private int open;

    /** @param mostOpen orders whose stories are not over, about; more are opened only when all of them are busy */
    public Workload(Random random, int mostOpen) {
        this.random = random;
        this.storyteller = new ScenarioGenerator(random);
        this.mostOpen = mostOpen;
    }

    /** A story whose next command may be sent now; {@link #answered} gives it back. */
    synchronized Story next() {
        boolean anotherOrder = open < mostOpen && random.nextInt(COMMANDS_BETWEEN_NEW_ORDERS) == 0;
        if (waiting.isEmpty() || anotherOrder) {
            open++;
            return storyteller.tell();
        }
        int chosen = random.nextInt(waiting.size());
        Story last = waiting.remove(waiting.size() - 1);
        return chosen == waiting.size() ? last : waiting.set(chosen, last);
    }

    synchronized void answered(Story story) {
        if (story.isOver()) {
            open--;
        } else {
            waiting.add(story);
        }
    }
}
