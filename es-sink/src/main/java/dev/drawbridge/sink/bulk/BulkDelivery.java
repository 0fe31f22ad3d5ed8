package dev.drawbridge.sink.bulk;

import dev.drawbridge.sink.document.Document;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one bulk until each of its documents has come to an end. An answer is taken item by item: what is done is never sent
 * again, what the cluster could not take is sent again alone. A body that is too large is halved. Thread-safe.
 */
final class BulkDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(BulkDelivery.class);
    /** How often a document that fails is sent again: over a minute or so, with the pauses that {@link Backoff} makes. */
    static final int A_FEW_TIMES = 20;

    private static final BulkItemResult TOO_LARGE = new BulkItemResult(413, null, null);

    private final BulkTransport transport;
    private final BulkListener listener;
    private final Backoff backoff;
    private final ConcurrencyLimit concurrency;
    private final LongConsumer tooLarge;

    /** @param tooLarge learns how many bytes were refused as too many */
    BulkDelivery(
            BulkTransport transport,
            BulkListener listener,
            Backoff backoff,
            ConcurrencyLimit concurrency,
            LongConsumer tooLarge) {
        this.transport = transport;
        this.listener = listener;
        this.backoff = backoff;
        this.concurrency = concurrency;
        this.tooLarge = tooLarge;
    }

    /**
     * Returns when the listener knows the end of each of {@code entries}.
     *
     * @throws ClusterUnavailableException when retries are used up
     * @throws ConnectException when a document cannot be written and going on would not help
     */
    void deliver(List<Pending> entries) {
        Backoff.Retries retries = backoff.begin();
        List<Pending> unsent = entries;
        while (!unsent.isEmpty()) {
            int inRound = concurrency.round();
            Round round = new Round();
            try {
                round.send(unsent);
            } catch (ClusterUnavailableException e) {
                concurrency.overloaded(inRound);
                pauseOrGiveUp(retries, e);
                continue;
            } catch (RequestTooLargeException e) {
                halve(unsent, e);
                return;
            }
            if (round.refused > 0) {
                if (round.overloaded) {
                    concurrency.overloaded(inRound);
                }
                pauseOrGiveUp(retries, round.refusal());
            } else {
                concurrency.succeeded();
            }
            unsent = round.unsent;
        }
    }

    private void halve(List<Pending> entries, RequestTooLargeException refusal) {
        if (entries.size() == 1) {
            Pending only = entries.get(0);
            listener.rejected(only.newest(), TOO_LARGE);
            if (only.dropNewest()) {
                deliver(entries);
            }
            return;
        }
        long bytes =
                entries.stream().mapToLong(entry -> entry.newest().bulkBytes()).sum();
        LOG.warn("A bulk of {} bytes was too large; smaller ones are sent. {}", bytes, refusal.getMessage());
        tooLarge.accept(bytes);
        int middle = entries.size() / 2;
        deliver(entries.subList(0, middle));
        deliver(entries.subList(middle, entries.size()));
    }

    private void pauseOrGiveUp(Backoff.Retries retries, ClusterUnavailableException failure) {
        listener.retried(failure.overloaded());
        if (!retries.pause(String.valueOf(failure.getMessage()))) {
            throw new ConnectException(failure.getMessage() + "; max.retries is used up", failure);
        }
    }

    /** One request and what came of it. */
    private final class Round {

        private final List<Pending> unsent = new ArrayList<>();
        private final List<ConnectException> failures = new ArrayList<>();
        private int refused;
        private String lastRefusal = "";
        private boolean overloaded;

        void send(List<Pending> entries) {
            List<Document> documents = entries.stream().map(Pending::newest).toList();
            ByteBuffer body = BulkBody.of(documents);
            long begun = System.nanoTime();
            List<BulkItemResult> results = transport.send(body, documents.size());
            listener.sent(System.nanoTime() - begun);
            for (int i = 0; i < entries.size(); i++) {
                take(entries.get(i), results.get(i));
            }
            if (!failures.isEmpty()) {
                throw failures.get(0);
            }
        }

        private void take(Pending entry, BulkItemResult result) {
            switch (BulkItemOutcome.of(entry.newest().kind(), result)) {
                case INDEXED -> settle(entry, listener::indexed);
                case ALREADY_NEWER -> settle(entry, listener::alreadyNewer);
                case RETRY -> refuse(entry, result);
                case RETRY_A_FEW_TIMES -> refuseOrGiveUp(entry, result);
                case REJECTED -> reject(entry, result);
                case FATAL -> failures.add(fatal(entry.newest(), result));
            }
        }

        private void settle(Pending entry, Consumer<Document> newestIs) {
            newestIs.accept(entry.newest());
            entry.overtaken().forEach(listener::conflated);
        }

        private void refuse(Pending entry, BulkItemResult result) {
            refused++;
            overloaded |= BulkItemOutcome.isOverload(result);
            lastRefusal = entry.newest() + ": " + result;
            unsent.add(entry);
        }

        private void refuseOrGiveUp(Pending entry, BulkItemResult result) {
            int times = entry.failed();
            if (times > A_FEW_TIMES) {
                failures.add(
                        new ConnectException("Cannot index " + entry.newest() + ": Elasticsearch failed at it " + times
                                + " times, last with " + result + "; see its log, and the ingest pipelines of index "
                                + entry.newest().index() + ", then restart the task"));
            } else {
                refuse(entry, result);
            }
        }

        private void reject(Pending entry, BulkItemResult result) {
            try {
                listener.rejected(entry.newest(), result);
            } catch (ConnectException stop) {
                failures.add(stop);
                return;
            }
            if (entry.dropNewest()) {
                unsent.add(entry);
            }
        }

        private ClusterUnavailableException refusal() {
            String message = "Elasticsearch could not take " + refused + " documents now, last " + lastRefusal;
            return overloaded
                    ? ClusterUnavailableException.overloaded(message)
                    : new ClusterUnavailableException(message, null);
        }

        private static ConnectException fatal(Document document, BulkItemResult result) {
            return new ConnectException("Cannot index " + document + ": Elasticsearch answered " + result
                    + "; check that index " + document.index() + " exists, is open and writable, and that the role of"
                    + " connection.username has the privilege index on it, then restart the task");
        }
    }
}
