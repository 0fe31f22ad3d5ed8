package dev.drawbridge.stack.command;

import dev.drawbridge.stack.component.Stack;
import dev.drawbridge.stack.process.Home;
import dev.drawbridge.stack.process.LauncherRecord;
import dev.drawbridge.stack.process.StartLock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stops what this stack has started; data stays. */
@Command(name = "down", description = "Stop everything; data stays.")
final class DownCommand implements Callable<Integer> {
    private final Local local;

    DownCommand(Local local) {
        this.local = local;
    }

    @Override
    public Integer call() throws Exception {
        Stack stack = local.stack(Local.LINES);
        boolean anything = stack.isAnythingRunning();
        Home home = local.home();
        StartLock.whileHolding(home, () -> {
            stack.down();
            new LauncherRecord(home).forget(); // of one that was killed: what it started is stopped
        });
        if (!anything) {
            System.out.println("Nothing is running.");
            return 0;
        }
        System.out.println("Stopped. Data stays for the next ./drawbridge up; ./drawbridge reset wipes it.");
        return 0;
    }
}
