package dev.drawbridge.sink.bulk;

import dev.drawbridge.sink.bulk.queue.BulkBuffer;
import dev.drawbridge.sink.document.Document;

/** Frees what a document held as soon as it has come to its end. */
record ReleasingListener(BulkResultListener listener, BulkBuffer buffer) implements BulkResultListener {

    @Override
    public void indexed(Document document) {
        buffer.release(document);
        listener.indexed(document);
    }

    @Override
    public void versionConflict(Document document) {
        buffer.release(document);
        listener.versionConflict(document);
    }

    @Override
    public void coalesced(Document document) {
        buffer.release(document);
        listener.coalesced(document);
    }

    @Override
    public void revoked(Document document) {
        buffer.release(document);
        listener.revoked(document);
    }

    @Override
    public void rejected(Document document, BulkItemResult result) {
        listener.rejected(document, result);
        buffer.release(document);
    }

    @Override
    public void sent(long nanos) {
        listener.sent(nanos);
    }

    @Override
    public void retried(boolean overloaded) {
        listener.retried(overloaded);
    }
}
