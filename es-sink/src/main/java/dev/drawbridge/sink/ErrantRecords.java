package dev.drawbridge.sink;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Decides what a bad record does: it is reported and passed over, or it stops the task. Thread-safe. */
final class ErrantRecords {

    private static final String REMEDY = "; to pass such records over, set behavior.on.malformed.documents=report,"
            + " errors.tolerance=all and errors.deadletterqueue.topic.name";

    private final @Nullable ErrantRecordReporter reporter;
    private final boolean report;

    ErrantRecords(boolean report, @Nullable ErrantRecordReporter reporter) {
        this.report = report;
        this.reporter = reporter;
    }

    /**
     * Hands {@code record} to the dead letter queue and returns when it is safely there.
     *
     * @throws ConnectException when it must stop the task instead
     */
    void handle(SinkRecord record, DataException reason) {
        if (!report || reporter == null) {
            throw new ConnectException(reason.getMessage() + REMEDY, reason);
        }
        try {
            reported(reporter, record, reason).get();
        } catch (ExecutionException e) {
            throw new ConnectException(
                    "Cannot report a bad record to the dead letter queue: " + reason.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RetriableException("Interrupted while reporting a bad record", e);
        }
    }

    /**
     * One at a time: Connect keeps what was reported in plain lists. It empties them on the task's thread before a commit; a report in
     * that very instant can make it stop the task, and loses nothing, as offsets go by the offsets.
     */
    private synchronized Future<Void> reported(ErrantRecordReporter to, SinkRecord record, DataException reason) {
        return to.report(record, reason);
    }
}
