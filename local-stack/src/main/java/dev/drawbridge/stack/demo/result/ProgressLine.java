package dev.drawbridge.stack.demo.result;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Where a run stands: one line that is written over on a terminal, a line every five seconds elsewhere. */
public final class ProgressLine {
    private static final int SECONDS_BETWEEN_LINES = 5;

    private final PrintWriter out;
    private final boolean terminal;

    public ProgressLine(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    public Ticking start(RunLedger ledger, Latencies latencies) {
        return new Ticking(ledger, latencies);
    }

    public final class Ticking implements AutoCloseable {
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Ticking::daemon);
        private final RunLedger ledger;
        private final Latencies latencies;
        private final long begin = System.nanoTime();
        private volatile String remark = "";

        private Ticking(RunLedger ledger, Latencies latencies) {
            this.ledger = ledger;
            this.latencies = latencies;
            int period = terminal ? 1 : SECONDS_BETWEEN_LINES;
            var unused = clock.scheduleAtFixedRate(this::print, period, period, TimeUnit.SECONDS);
        }

        private static Thread daemon(Runnable task) {
            Thread thread = new Thread(task, "demo-progress");
            thread.setDaemon(true);
            return thread;
        }

        public void say(String remark) {
            this.remark = remark;
        }

        private void print() {
            Counts counts = ledger.counts();
            String line = String.format(
                    Locale.ROOT,
                    "%4d s  sent %d  refused %d  published %d  quarantined %d  GET p50 %s  search p50 %s  %s",
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin),
                    counts.sent(),
                    counts.refused(),
                    counts.published(),
                    counts.quarantined(),
                    median(Stage.GET),
                    median(Stage.SEARCH),
                    remark);
            if (terminal) {
                out.print("\r\u001b[2K" + line);
                out.flush();
            } else {
                out.println(line);
            }
        }

        private String median(Stage stage) {
            return latencies.count(stage) == 0
                    ? "-"
                    : String.format(Locale.ROOT, "%.0f ms", latencies.percentileMillis(stage, 50));
        }

        @Override
        public void close() {
            clock.shutdownNow();
            if (terminal) {
                out.print("\r\u001b[2K");
                out.flush();
            }
        }
    }
}
