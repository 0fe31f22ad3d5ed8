package dev.drawbridge.stack.process;

import java.time.Duration;

/** Told of each step of a stack as it completes, from several threads. */
@FunctionalInterface
public interface StepListener {
    void done(String what, Duration took);
}
