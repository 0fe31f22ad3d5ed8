package dev.drawbridge.write;

import dev.drawbridge.write.order.application.queue.QueuedCommandFailed;
import dev.drawbridge.write.order.postgres.SqlFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what fails in the queue, and logs by which command it can be found. Messages stay out of the log, as those of the
 * driver may quote values. Thread-safe.
 */
final class QueueFailures implements Consumer<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(QueueFailures.class);

    private final Counter failures;

    QueueFailures(MeterRegistry metrics) {
        failures = Counter.builder("drawbridge.write.queue.failures")
                .description("Queued commands that failed, and are tried again or given up")
                .register(metrics);
    }

    @Override
    public void accept(Throwable failure) {
        failures.increment();
        Throwable cause = failure.getCause();
        if (failure instanceof QueuedCommandFailed failed && cause != null) {
            LOG.warn("Queued command {} failed: {}", failed.commandId(), SqlFailure.kindOf(cause));
        } else {
            LOG.warn("The queue failed: {}", SqlFailure.kindOf(failure));
        }
    }
}
