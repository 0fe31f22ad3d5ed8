package dev.drawbridge.sink.bulk;

import dev.drawbridge.sink.document.Document;

/** Learns what became of each document. Called on the threads that send: must be thread-safe. */
public interface BulkResultListener {

    /** {@code document} is in the index, or deleted from it. */
    void indexed(Document document);

    /** {@code document} was not needed: the index already held a newer version. */
    void versionConflict(Document document);

    /** {@code document} was never sent: a newer version of it waited too, and is in the index. */
    void coalesced(Document document);

    /** {@code document} is left to the task that has its partition now, whether or not it was written. */
    void revoked(Document document);

    /**
     * {@code document} does not fit the index.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException to stop instead of going on without it
     */
    void rejected(Document document, BulkItemResult result);

    /** A bulk was answered after {@code nanos}. */
    void sent(long nanos);

    /** A bulk is to be sent again, whole or in part; {@code overloaded} if the cluster asked for less. */
    void retried(boolean overloaded);
}
