package dev.drawbridge.sink.bulk;

import static java.util.Objects.requireNonNull;

import dev.drawbridge.sink.bulk.queue.BulkBuffer;
import dev.drawbridge.sink.bulk.queue.Retry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns once a minute of documents that Elasticsearch does not take: the task is running, and would be silent otherwise. Names
 * indices, counts, times, status and types, never content. Thread-safe.
 */
final class RefusalWarning {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalWarning.class);
    static final Duration INTERVAL = Duration.ofMinutes(1);
    /** What passes sooner is everyday. */
    static final Duration GRACE = Duration.ofSeconds(5);

    private final BulkBuffer buffer;
    private final LongSupplier nanoTime;
    private final AtomicLong next;

    RefusalWarning(BulkBuffer buffer, LongSupplier nanoTime) {
        this.buffer = buffer;
        this.nanoTime = nanoTime;
        this.next = new AtomicLong(nanoTime.getAsLong());
    }

    /** To be called from time to time, by any thread. */
    void check() {
        long now = nanoTime.getAsLong();
        long due = next.get();
        if (now - due < 0) {
            return;
        }
        List<String> lines = lines(now, Instant.now());
        long again = now + (lines.isEmpty() ? Duration.ofSeconds(1) : INTERVAL).toNanos();
        if (next.compareAndSet(due, again)) {
            lines.forEach(LOG::warn);
        }
    }

    /** One line for each index, of documents refused for longer than {@link #GRACE} at {@code now}, which is {@code today}. */
    List<String> lines(long now, Instant today) {
        Map<String, Refused> byIndex = new TreeMap<>();
        buffer.forEachRefused(document -> {
            Retry retry = requireNonNull(document.retry());
            byIndex.computeIfAbsent(document.key().index(), index -> new Refused())
                    .add(document.records(), now - retry.since(), retry);
        });
        List<String> lines = new ArrayList<>();
        byIndex.forEach((index, refused) -> {
            if (refused.nanos >= GRACE.toNanos()) {
                lines.add(refused.line(index, today));
            }
        });
        return lines;
    }

    private static final class Refused {

        private int records;
        private long nanos;
        private String answer = "";
        private String remedy = "";

        void add(int more, long forNanos, Retry retry) {
            records += more;
            if (forNanos >= nanos && retry.refusals() > 0) {
                nanos = forNanos;
                answer = retry.answer();
                remedy = retry.remedy();
            }
        }

        String line(String index, Instant today) {
            return "Index %s has not taken %d records since %s, which are sent again until it does. Last answer: %s; %s"
                    .formatted(index, records, today.minusNanos(nanos).truncatedTo(ChronoUnit.SECONDS), answer, remedy);
        }
    }
}
