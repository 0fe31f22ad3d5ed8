package dev.drawbridge.sink.bulk;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Time that passes only by sleeping. */
public final class FakeTime implements Backoff.Time {

    public final List<Long> sleeps = new CopyOnWriteArrayList<>();
    private volatile Runnable event = () -> {};

    /** {@code event} happens with each sleep. */
    public void whileAsleep(Runnable event) {
        this.event = event;
    }

    @Override
    public void sleep(long milliseconds) {
        sleeps.add(milliseconds);
        event.run();
    }
}
