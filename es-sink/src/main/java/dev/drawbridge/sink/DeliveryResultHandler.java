package dev.drawbridge.sink;

import dev.drawbridge.sink.bulk.BulkItemResult;
import dev.drawbridge.sink.bulk.BulkResultListener;
import dev.drawbridge.sink.document.Document;
import dev.drawbridge.sink.document.Refusal;
import dev.drawbridge.sink.metrics.SinkTaskMetrics;
import dev.drawbridge.sink.offsets.OffsetTracker;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** Enters what became of each record in the offsets and the counters. Thread-safe. */
final class DeliveryResultHandler implements BulkResultListener {

    private final OffsetTracker offsets;
    private final ErrantRecords errantRecords;
    private final SinkTaskMetrics metrics;

    DeliveryResultHandler(OffsetTracker offsets, ErrantRecords errantRecords, SinkTaskMetrics metrics) {
        this.offsets = offsets;
        this.errantRecords = errantRecords;
        this.metrics = metrics;
    }

    @Override
    public void indexed(Document document) {
        offsets.settled(document.origin());
        metrics.indexed.increment();
        if (document.erasure()) {
            metrics.erased.increment();
        }
        metrics.eventToIndexedMs.record((double) System.currentTimeMillis() - EventTime.ms(document.origin()));
    }

    @Override
    public void versionConflict(Document document) {
        offsets.settled(document.origin());
        metrics.conflicts.increment();
    }

    @Override
    public void coalesced(Document document) {
        offsets.settled(document.origin());
        metrics.coalesced.increment();
    }

    /** Its task has it now, and the offsets has forgotten it, or is about to. */
    @Override
    public void revoked(Document document) {
        metrics.revoked.increment();
    }

    @Override
    public void rejected(Document document, BulkItemResult result) {
        if (document.erasure()) {
            throw new ConnectException(
                    "Cannot erase " + document + ": Elasticsearch answered " + result
                            + "; an erasure is never quarantined: let the index map id, version and erased, then restart the task");
        }
        report(
                document.origin(),
                new DataException("Cannot index " + document + ": Elasticsearch answered " + result
                        + "; compare the document with the mapping of the index"));
    }

    /** {@code record} is no document. One that erases stops the task, unless no document can have its id. */
    void malformed(SinkRecord record, DataException reason) {
        if (record.value() == null && !(reason instanceof Refusal.NoId)) {
            throw new ConnectException("An erasure is never quarantined. " + reason.getMessage());
        }
        report(record, reason);
    }

    private void report(SinkRecord record, DataException reason) {
        errantRecords.handle(record, reason);
        offsets.settled(record);
        metrics.reported.increment();
    }

    /** {@code record} asks for nothing to be done. */
    void ignored(SinkRecord record) {
        offsets.settled(record);
        metrics.ignored.increment();
    }

    @Override
    public void sent(long nanos) {
        metrics.bulks.increment();
        metrics.bulkMs.record(nanos / 1e6);
    }

    @Override
    public void retried(boolean overloaded) {
        metrics.retries.increment();
        if (overloaded) {
            metrics.throttled.increment();
        }
    }
}
