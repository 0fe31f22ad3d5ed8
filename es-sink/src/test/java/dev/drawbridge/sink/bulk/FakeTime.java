package dev.drawbridge.sink.bulk;

import java.util.ArrayList;
import java.util.List;

/** Time that passes only by sleeping. */
public final class FakeTime implements Backoff.Time {

    public final List<Long> sleeps = new ArrayList<>();
    private long nanos;

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public void sleep(long milliseconds) {
        sleeps.add(milliseconds);
        nanos += milliseconds * 1_000_000;
    }

    public void pass(long milliseconds) {
        nanos += milliseconds * 1_000_000;
    }
}
