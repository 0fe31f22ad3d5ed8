package dev.drawbridge.sink.bulk;

import dev.drawbridge.sink.bulk.queue.PendingDocument;
import dev.drawbridge.sink.bulk.queue.Retry;
import dev.drawbridge.sink.document.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** An answer to one bulk, taken item by item. For one thread. */
final class BulkAnswer {

    /** How often a document that fails is sent again: over a minute or so, with the pauses of {@link Backoff}. */
    static final int LIMITED_RETRIES = 20;

    /** A document that is refused more often says something of itself, and nothing of the cluster's load. */
    private static final int SIGNS_OF_OVERLOAD = 3;

    private final BulkResultListener listener;
    private final long now;
    private final List<PendingDocument> documents;
    private final List<BulkItemResult> results;
    private final List<PendingDocument> again = new ArrayList<>(0);
    private final List<PendingDocument> refused = new ArrayList<>(0);
    private final List<ConnectException> failures = new ArrayList<>(0);
    private @Nullable BulkItemResult lastRefusal;
    private boolean overloaded;
    private boolean missingShards;

    /** {@code now} in nanoseconds. */
    BulkAnswer(BulkResultListener listener, long now, List<PendingDocument> documents, List<BulkItemResult> results) {
        this.listener = listener;
        this.now = now;
        this.documents = documents;
        this.results = results;
    }

    /**
     * Reports the end of each document that has come to one.
     *
     * @throws ConnectException when going on would not help, after the whole answer has been taken
     */
    void settle() {
        for (int i = 0; i < documents.size(); i++) {
            take(documents.get(i), results.get(i));
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    /** What is to be sent again: refused, or the next newest version of a document that was rejected. */
    List<PendingDocument> again() {
        return again;
    }

    /** What the cluster could not take. */
    List<PendingDocument> refused() {
        return refused;
    }

    /** Whether the cluster asked for less. */
    boolean overloaded() {
        return overloaded;
    }

    /** Whether a primary shard is not there. */
    boolean missingShards() {
        return missingShards;
    }

    String summary() {
        return "Elasticsearch could not take " + refused.size() + " documents now, last "
                + refused.get(refused.size() - 1).newest() + ": " + lastRefusal;
    }

    private void take(PendingDocument document, BulkItemResult result) {
        switch (BulkItemOutcome.of(document.newest().kind(), result)) {
            case INDEXED -> settle(document, listener::indexed);
            case VERSION_CONFLICT -> settle(document, listener::versionConflict);
            case RETRY -> refuse(document, result);
            case RETRY_LIMITED -> refuseOrGiveUp(document, result);
            case REJECTED -> reject(document, result);
            case FATAL -> failures.add(fatal(document.newest(), result));
        }
    }

    private void settle(PendingDocument document, Consumer<Document> newestIs) {
        settle(document, document.newest(), newestIs);
        for (Document older : document.superseded()) {
            settle(document, older, listener::coalesced);
        }
    }

    private void settle(PendingDocument document, Document version, Consumer<Document> end) {
        if (document.isRevoked(version)) {
            listener.revoked(version);
        } else {
            end.accept(version);
        }
    }

    private void refuse(PendingDocument document, BulkItemResult result) {
        Retry retry = document.retrying(now);
        retry.answered();
        retry.refused(result.toString(), ItemRemedy.ofTemporary(result));
        overloaded |= BulkItemOutcome.isOverload(result) && retry.refusals() <= SIGNS_OF_OVERLOAD;
        missingShards |= BulkItemOutcome.isShardMissing(result);
        lastRefusal = result;
        refused.add(document);
        again.add(document);
    }

    private void refuseOrGiveUp(PendingDocument document, BulkItemResult result) {
        int times = document.retrying(now).failed();
        if (times > LIMITED_RETRIES) {
            Document newest = document.newest();
            failures.add(new ConnectException("Cannot index " + newest + ": Elasticsearch failed at it " + times
                    + " times, last with " + result + "; see its log, and the ingest pipelines of index "
                    + newest.index() + ", then restart the task"));
        } else {
            refuse(document, result);
        }
    }

    private void reject(PendingDocument document, BulkItemResult result) {
        Document rejected = document.newest();
        if (document.isRevoked(rejected)) {
            again.add(document); // to be dropped, with whatever else is lost of it
            return;
        }
        try {
            listener.rejected(rejected, result);
        } catch (ConnectException stop) {
            failures.add(stop);
            return;
        }
        if (document.dropNewest()) {
            document.retrying(now);
            again.add(document);
        }
    }

    private static ConnectException fatal(Document document, BulkItemResult result) {
        return new ConnectException("Cannot index " + document + ": Elasticsearch answered " + result + "; "
                + ItemRemedy.ofFatal(result) + ", then restart the task");
    }
}
