package dev.drawbridge.sink.bulk;

import dev.drawbridge.sink.document.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes documents in bulks, one request at a time, until each is indexed, overtaken or rejected. An answer is taken item by
 * item: what is done is never sent again, what the cluster could not take is sent again alone. Not thread-safe.
 */
public final class BulkWriter {

    private static final Logger LOG = LoggerFactory.getLogger(BulkWriter.class);

    private final BulkTransport transport;
    private final BulkListener listener;
    private final Backoff backoff;
    private final int maxOperations;
    private final long maxBytes;

    /**
     * @param maxOperations documents per request
     * @param maxBytes bytes per request; a single larger document still goes, alone
     */
    public BulkWriter(
            BulkTransport transport, BulkListener listener, Backoff backoff, int maxOperations, long maxBytes) {
        this.transport = transport;
        this.listener = listener;
        this.backoff = backoff;
        this.maxOperations = maxOperations;
        this.maxBytes = maxBytes;
    }

    /**
     * Writes {@code documents}; returns when the listener knows the end of each.
     *
     * @throws ClusterUnavailableException when retries are used up; documents not yet heard of must be written again
     * @throws ConnectException when a document cannot be written and going on would not help
     */
    public void write(List<Document> documents) {
        Bulk bulk = new Bulk(maxOperations, maxBytes);
        for (Document document : documents) {
            if (!bulk.add(document)) {
                deliver(bulk.entries());
                bulk = new Bulk(maxOperations, maxBytes);
                bulk.add(document);
            }
        }
        deliver(bulk.entries());
    }

    private void deliver(List<Pending> entries) {
        Backoff.Retries retries = backoff.begin();
        List<Pending> unsent = entries;
        while (!unsent.isEmpty()) {
            Round round = new Round();
            try {
                round.send(unsent);
            } catch (ClusterUnavailableException e) {
                pauseOrGiveUp(retries, e);
                continue;
            }
            if (round.refused > 0) {
                pauseOrGiveUp(retries, round.overloaded());
            }
            unsent = round.unsent;
        }
    }

    private void pauseOrGiveUp(Backoff.Retries retries, ClusterUnavailableException failure) {
        if (!retries.pause()) {
            throw failure;
        }
        LOG.debug("Sending again: {}", failure.getMessage());
        listener.retried();
    }

    /** One request and what came of it. */
    private final class Round {

        private final List<Pending> unsent = new ArrayList<>();
        private final List<ConnectException> failures = new ArrayList<>();
        private int refused;
        private String lastRefusal = "";

        void send(List<Pending> entries) {
            List<Document> documents = entries.stream().map(Pending::newest).toList();
            List<BulkItemResult> results = transport.send(BulkBody.of(documents), documents.size());
            for (int i = 0; i < entries.size(); i++) {
                take(entries.get(i), results.get(i));
            }
            if (!failures.isEmpty()) {
                throw failures.get(0);
            }
        }

        private void take(Pending entry, BulkItemResult result) {
            switch (BulkItemOutcome.of(result)) {
                case INDEXED -> settle(entry, listener::indexed);
                case ALREADY_NEWER -> settle(entry, listener::alreadyNewer);
                case RETRY -> refuse(entry, result);
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
            lastRefusal = entry.newest() + ": " + result;
            unsent.add(entry);
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

        private ClusterUnavailableException overloaded() {
            return new ClusterUnavailableException(
                    "Elasticsearch could not take " + refused + " documents now, last " + lastRefusal, null);
        }

        private static ConnectException fatal(Document document, BulkItemResult result) {
            return new ConnectException("Cannot index " + document + ": Elasticsearch answered " + result
                    + "; check that index " + document.index() + " exists, is open and writable, and that the role of"
                    + " connection.username has the privilege index on it, then restart the task");
        }
    }
}
