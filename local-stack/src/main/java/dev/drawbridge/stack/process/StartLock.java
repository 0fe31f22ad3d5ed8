package dev.drawbridge.stack.process;

import dev.drawbridge.ops.ActionRequiredException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** Held while a stack is being started or stopped, so that no two commands do so at the same time. Ends with its process. */
public final class StartLock {
    private StartLock() {}

    public interface Step {
        void run() throws Exception;
    }

    /**
     * Runs {@code step} while holding the lock.
     *
     * @throws ActionRequiredException when another command holds it
     */
    public static void whileHolding(Home home, Step step) throws Exception {
        try (FileChannel channel =
                FileChannel.open(home.root().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                throw new ActionRequiredException(
                        "Another ./drawbridge command is starting or stopping this stack; wait for it,"
                                + " or stop it with Ctrl-C.");
            }
            step.run();
        }
    }
}
