package dev.drawbridge.stack.demo.workload;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The commands that are still to come in the life of one order. */
final class Story {
    private final Deque<Command> commands;

    Story(List<Command> commands) {
        this.commands = new ArrayDeque<>(commands);
    }

    boolean isOver() {
        return commands.isEmpty();
    }

    Command next() {
        return commands.remove();
    }
}
