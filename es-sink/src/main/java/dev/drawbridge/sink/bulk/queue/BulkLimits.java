package dev.drawbridge.sink.bulk.queue;

/**
 * How much goes into a bulk, and how much may wait.
 *
 * @param operations documents per bulk
 * @param bytes bytes per bulk; a single larger document still goes, alone
 * @param lingerNanos how long a bulk that is not full waits for more while another is in flight; with none in flight it goes
 *     at once
 * @param inFlight bulks in flight
 * @param bufferedBytes bytes of documents that are held, waiting and in flight, before more are asked for
 * @param bufferedRecords as many records
 */
public record BulkLimits(
        int operations, long bytes, long lingerNanos, int inFlight, long bufferedBytes, int bufferedRecords) {

    /**
     * What is held.
     *
     * @param records waiting and in flight
     * @param bytes of these
     * @param refusedRecords that Elasticsearch has not taken so far, at most as many as {@code records}
     * @param refusedBytes of these
     */
    public record Load(int records, long bytes, int refusedRecords, long refusedBytes) {}

    public boolean isFull(Load load) {
        return load.bytes() >= bufferedBytes || load.records() >= bufferedRecords;
    }

    /** Whether half of what refused documents leave free is free: what does not move must not keep out what would. */
    public boolean isHalfEmpty(Load load) {
        return !isFull(load)
                && 2 * (load.bytes() - load.refusedBytes()) <= bufferedBytes - load.refusedBytes()
                && 2 * (load.records() - load.refusedRecords()) <= bufferedRecords - load.refusedRecords();
    }

    /** Whether refused documents take more than {@code share} of what may be held. */
    public boolean isCrowded(Load load, double share) {
        return load.refusedBytes() > share * bufferedBytes || load.refusedRecords() > share * bufferedRecords;
    }
}
