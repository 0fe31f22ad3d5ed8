package dev.drawbridge.stack.demo.probe;

import dev.drawbridge.stack.demo.result.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks again and again for changes until they are seen: all that are waited for in one request, then a pause of a tenth of
 * the time the youngest has been waited for, and nothing at all while none is. So its figures are late by a tenth or less,
 * and a server that is slow is not slowed down further by being asked.
 */
final class VisibilityProbe implements AutoCloseable {
    private static final int MOST_AT_ONCE = 100;
    private static final int SHARE_OF_AGE = 10;
    private static final long AFTER_FAILURE_MS = 200;

    private final BlockingQueue<Watched> arriving = new LinkedBlockingQueue<>();
    private final Lookup lookup;
    private final Judge judge;
    private final Listener listener;
    private final Duration shortestPause;
    private final Thread thread;

    /** Versions by id, of those that are there. */
    interface Lookup {
        Map<String, Integer> versions(Collection<String> ids) throws IOException, InterruptedException;
    }

    enum Verdict {
        NOT_YET,
        SEEN,
        /** It can be seen no more, because something later hides it. */
        MISSED
    }

    interface Judge {
        /** @param found the version that is there, or null */
        Verdict judge(Watched change, @Nullable Integer found);
    }

    interface Listener {
        void seen(Watched change, long now);
    }

    VisibilityProbe(Stage stage, Lookup lookup, Duration shortestPause, Judge judge, Listener listener) {
        this.lookup = lookup;
        this.shortestPause = shortestPause;
        this.judge = judge;
        this.listener = listener;
        this.thread = new Thread(this::run, "demo-" + stage);
        thread.setDaemon(true);
        thread.start();
    }

    void watch(Watched change) {
        arriving.add(change);
    }

    private void run() {
        List<Watched> waiting = new ArrayList<>();
        try {
            while (true) {
                if (waiting.isEmpty()) {
                    waiting.add(arriving.take());
                }
                arriving.drainTo(waiting, Math.max(0, MOST_AT_ONCE - waiting.size()));
                Thread.sleep(look(waiting) ? pauseFor(waiting) : AFTER_FAILURE_MS);
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private long pauseFor(List<Watched> waiting) {
        long now = System.nanoTime();
        long age = waiting.stream()
                .mapToLong(change -> now - change.committedAt())
                .min()
                .orElse(0);
        return Math.max(shortestPause.toMillis(), TimeUnit.NANOSECONDS.toMillis(age / SHARE_OF_AGE));
    }

    /** False when there was no answer; whether documents are there is decided at the end of the run, not here. */
    private boolean look(List<Watched> waiting) throws InterruptedException {
        try {
            Map<String, Integer> versions = lookup.versions(
                    waiting.stream().map(Watched::order).distinct().toList());
            long now = System.nanoTime();
            for (Iterator<Watched> changes = waiting.iterator(); changes.hasNext(); ) {
                Watched change = changes.next();
                Verdict verdict = judge.judge(change, versions.get(change.order()));
                if (verdict != Verdict.NOT_YET) {
                    changes.remove();
                }
                if (verdict == Verdict.SEEN) {
                    listener.seen(change, now);
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
