package dev.drawbridge.sink.bulk;

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
        int operations, long bytes, long lingerNanos, int inFlight, long bufferedBytes, int bufferedRecords) {}
