package dev.drawbridge.stack;

import java.time.Duration;

/** Told of each step of a stack as it completes, from several threads. */
@FunctionalInterface
public interface Progress {
    void done(String what, Duration took);
}
