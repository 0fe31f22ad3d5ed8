package dev.drawbridge.ops.apply;

import java.time.Duration;

/** Called for each step as it completes, from several threads. */
@FunctionalInterface
public interface StepListener {
    void done(String what, Duration took);
}
