package dev.drawbridge.sink.bulk;

import dev.drawbridge.sink.bulk.queue.BulkBuffer;
import dev.drawbridge.sink.bulk.queue.ConcurrencyLimit;
import dev.drawbridge.sink.bulk.queue.PendingDocument;
import dev.drawbridge.sink.bulk.queue.Retry;
import dev.drawbridge.sink.document.Document;
import dev.drawbridge.sink.failure.ClusterUnavailableException;
import dev.drawbridge.sink.failure.RequestTooLargeException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one bulk once. What the cluster could not take is given back with the time when it is due, and holds nothing up until
 * then. A body that is too large is halved. Thread-safe.
 */
final class BulkDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(BulkDelivery.class);

    /** Documents of a bulk that is refused as a whole are sent apart, but stay together up to so many bytes. */
    static final long SMALL_BYTES = 64 * 1024;

    /** For how long a missing shard is remembered. */
    private static final long MISSING_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final BulkItemResult TOO_LARGE = new BulkItemResult(413, null, null);

    private final BulkTransport transport;
    private final BulkResultListener listener;
    private final Backoff backoff;
    private final ConcurrencyLimit concurrency;
    private final BulkBuffer buffer;
    private final LongSupplier nanoTime;
    /** Bulks in a row without usable answer; those that were in flight together count once. */
    private final AtomicInteger unanswered = new AtomicInteger();

    private final AtomicLong shardsAreMissingUntil;

    BulkDelivery(
            BulkTransport transport,
            BulkResultListener listener,
            Backoff backoff,
            ConcurrencyLimit concurrency,
            BulkBuffer buffer,
            LongSupplier nanoTime) {
        this.transport = transport;
        this.listener = listener;
        this.backoff = backoff;
        this.concurrency = concurrency;
        this.buffer = buffer;
        this.nanoTime = nanoTime;
        this.shardsAreMissingUntil = new AtomicLong(nanoTime.getAsLong());
    }

    /**
     * Returns what of {@code documents} must be sent again, when its {@link Retry} says. The listener knows the end of the others.
     *
     * @throws ConnectException when retries are used up, or a document cannot be written and going on would not help
     */
    List<PendingDocument> deliver(List<PendingDocument> documents) {
        List<PendingDocument> again = new ArrayList<>(0);
        send(documents, again);
        return again;
    }

    private void send(List<PendingDocument> documents, List<PendingDocument> again) {
        List<PendingDocument> owned = owned(documents, again);
        if (owned.isEmpty()) {
            return;
        }
        int inRound = concurrency.round();
        BulkAnswer answer;
        try {
            answer = new BulkAnswer(listener, nanoTime.getAsLong(), owned, exchange(owned));
        } catch (ClusterUnavailableException e) {
            refused(owned, e, inRound);
            again.addAll(owned);
            return;
        } catch (RequestTooLargeException e) {
            halve(owned, again, e);
            return;
        }
        unanswered.set(0);
        answer.settle();
        again.addAll(answer.again());
        retryRefused(answer, inRound);
    }

    private List<BulkItemResult> exchange(List<PendingDocument> documents) {
        List<Document> newest = documents.stream().map(PendingDocument::newest).toList();
        ByteBuffer body = BulkBody.of(newest);
        long begun = System.nanoTime();
        boolean missing = shardsAreMissingUntil.get() - nanoTime.getAsLong() > 0;
        List<BulkItemResult> results = transport.send(body, newest.size(), missing);
        listener.sent(System.nanoTime() - begun);
        return results;
    }

    /** Without those whose partition was lost since they were taken: these are given back unsent. */
    private static List<PendingDocument> owned(List<PendingDocument> documents, List<PendingDocument> back) {
        boolean all = true;
        for (PendingDocument document : documents) {
            all &= !document.isRevoked(document.newest());
        }
        if (all) {
            return documents;
        }
        List<PendingDocument> owned = new ArrayList<>();
        documents.forEach(each -> (each.isRevoked(each.newest()) ? back : owned).add(each));
        return owned;
    }

    private void retryRefused(BulkAnswer answer, int inRound) {
        if (answer.missingShards()) {
            shardsAreMissingUntil.set(nanoTime.getAsLong() + MISSING_NANOS);
        }
        if (answer.overloaded()) {
            concurrency.overloaded(inRound);
        } else {
            concurrency.succeeded();
        }
        if (answer.refused().isEmpty()) {
            return;
        }
        listener.retried(answer.overloaded());
        pause(answer.refused(), answer.summary());
    }

    /** No document of the bulk was taken, or so it must be taken. */
    private void refused(List<PendingDocument> documents, ClusterUnavailableException failure, int inRound) {
        long now = nanoTime.getAsLong();
        boolean alone = documents.size() == 1
                && failure.overloaded()
                && documents.get(0).retry() != null;
        if (!alone) { // one document that is refused again may be to blame itself: the others go on
            int times = concurrency.overloaded(inRound) ? unanswered.incrementAndGet() : unanswered.get();
            buffer.pause(backoff.pauseMs(times));
        }
        long bytes =
                documents.stream().mapToLong(each -> each.newest().bulkBytes()).sum();
        for (PendingDocument document : documents) {
            Retry retry = document.retrying(now);
            retry.refused(String.valueOf(failure.getMessage()), ItemRemedy.ofRequest(failure.overloaded()));
            if (failure.overloaded()) {
                retry.keepBelow(Math.max(SMALL_BYTES, bytes / 2));
            }
        }
        listener.retried(failure.overloaded());
        pause(documents, String.valueOf(failure.getMessage()));
    }

    private void pause(List<PendingDocument> documents, String why) {
        long now = nanoTime.getAsLong();
        int refusals = 0;
        for (PendingDocument document : documents) {
            refusals = Math.max(refusals, document.retrying(now).refusals());
        }
        if (backoff.isUsedUp(refusals)) {
            throw new ConnectException(why + "; max.retries is used up");
        }
        long pause = backoff.pauseMs(refusals);
        LOG.debug("{} documents are sent again in {} ms: {}", documents.size(), pause, why);
        long due = now + TimeUnit.MILLISECONDS.toNanos(pause);
        documents.forEach(document -> document.retrying(now).dueAt(due));
    }

    private void halve(List<PendingDocument> documents, List<PendingDocument> again, RequestTooLargeException refusal) {
        if (documents.size() == 1) {
            PendingDocument only = documents.get(0);
            listener.rejected(only.newest(), TOO_LARGE);
            if (only.dropNewest()) {
                send(documents, again);
            }
            return;
        }
        long bytes =
                documents.stream().mapToLong(each -> each.newest().bulkBytes()).sum();
        LOG.warn("A bulk of {} bytes was too large; smaller ones are sent. {}", bytes, refusal.getMessage());
        buffer.keepBelow(bytes);
        int middle = documents.size() / 2;
        send(documents.subList(0, middle), again);
        send(documents.subList(middle, documents.size()), again);
    }
}
