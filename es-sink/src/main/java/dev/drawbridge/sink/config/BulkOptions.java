package dev.drawbridge.sink.config;

import dev.drawbridge.sink.bulk.Backoff;
import dev.drawbridge.sink.bulk.queue.BulkLimits;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** How documents are gathered, sent, and sent again. */
final class BulkOptions {

    static final String BATCH_SIZE_CONFIG = "batch.size";
    private static final String BATCH_SIZE_DOC = "The most documents in one bulk request.";
    private static final int BATCH_SIZE_DEFAULT = 1_500;

    static final String BULK_SIZE_BYTES_CONFIG = "bulk.size.bytes";
    private static final String BULK_SIZE_BYTES_DOC =
            "The most bytes in one bulk request. A larger document is sent alone. A request that is refused as too large (413)"
                    + " is halved, and those after it stay smaller.";
    private static final int BULK_SIZE_BYTES_DEFAULT = 5 * 1024 * 1024;

    static final String LINGER_MS_CONFIG = "linger.ms";
    private static final String LINGER_MS_DOC =
            "How long a bulk that is not full waits for more while another is in flight, in milliseconds. With none in flight"
                    + " it goes immediately.";
    private static final long LINGER_MS_DEFAULT = 5;

    static final String MAX_IN_FLIGHT_CONFIG = "max.in.flight.requests";
    private static final String MAX_IN_FLIGHT_DOC =
            "The most bulks in flight, never two with the same document. Fewer are sent while Elasticsearch says that it is"
                    + " overloaded, or does not answer.";
    private static final int MAX_IN_FLIGHT_DEFAULT = 3;

    static final String MAX_BUFFERED_BYTES_CONFIG = "max.buffered.bytes";
    private static final String MAX_BUFFERED_BYTES_DOC =
            "The bytes of documents held in memory, waiting and in flight, at which the task pauses its partitions; it resumes"
                    + " them at half. What Connect has already read (max.poll.records) comes on top.";
    private static final long MAX_BUFFERED_BYTES_DEFAULT = 16L * 1024 * 1024;

    static final String MAX_BUFFERED_RECORDS_CONFIG = "max.buffered.records";
    private static final String MAX_BUFFERED_RECORDS_DOC =
            "The same, counted in records: each costs the worker's garbage collector some kilobytes for as long as it is held.";
    private static final int MAX_BUFFERED_RECORDS_DEFAULT = 6_000;

    static final String MAX_RETRIES_CONFIG = "max.retries";
    private static final String MAX_RETRIES_DOC =
            "How often a document that the cluster could not take is sent again before the task stops; -1 for without end: the task"
                    + " neither fails nor loses records over an outage, however long.";

    static final String RETRY_BACKOFF_MS_CONFIG = "retry.backoff.ms";
    private static final String RETRY_BACKOFF_MS_DOC =
            "The longest pause before the first retry, in milliseconds. It doubles with each retry up to 10 seconds; the"
                    + " pause is drawn at random below it.";
    private static final long RETRY_BACKOFF_MS_DEFAULT = 100;

    /** By option, how other sinks differ. */
    static final Map<String, String> DIFFERENCES = Map.of(
            BULK_SIZE_BYTES_CONFIG, "a 413 ends the task in other sinks",
            LINGER_MS_CONFIG, "other sinks: 1 ms, waited by every record",
            MAX_IN_FLIGHT_CONFIG, "other sinks: 5, a fixed number, and two versions of a document may race",
            MAX_BUFFERED_BYTES_CONFIG, "other sinks count records only",
            MAX_RETRIES_CONFIG, "other sinks: 5, then the task fails",
            RETRY_BACKOFF_MS_CONFIG, "other sinks send whole bulks again, this one only the documents refused");

    private BulkOptions() {}

    static void define(ConfigDef options) {
        options.define(
                        BATCH_SIZE_CONFIG,
                        ConfigDef.Type.INT,
                        BATCH_SIZE_DEFAULT,
                        Range.between(1, 100_000),
                        Importance.MEDIUM,
                        BATCH_SIZE_DOC)
                .define(
                        BULK_SIZE_BYTES_CONFIG,
                        ConfigDef.Type.INT,
                        BULK_SIZE_BYTES_DEFAULT,
                        Range.between(1, 100 * 1024 * 1024),
                        Importance.LOW,
                        BULK_SIZE_BYTES_DOC)
                .define(
                        LINGER_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        LINGER_MS_DEFAULT,
                        Range.between(0, 60_000),
                        Importance.LOW,
                        LINGER_MS_DOC)
                .define(
                        MAX_IN_FLIGHT_CONFIG,
                        ConfigDef.Type.INT,
                        MAX_IN_FLIGHT_DEFAULT,
                        Range.between(1, 100),
                        Importance.MEDIUM,
                        MAX_IN_FLIGHT_DOC)
                .define(
                        MAX_BUFFERED_BYTES_CONFIG,
                        ConfigDef.Type.LONG,
                        MAX_BUFFERED_BYTES_DEFAULT,
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        MAX_BUFFERED_BYTES_DOC)
                .define(
                        MAX_BUFFERED_RECORDS_CONFIG,
                        ConfigDef.Type.INT,
                        MAX_BUFFERED_RECORDS_DEFAULT,
                        Range.atLeast(1),
                        Importance.LOW,
                        MAX_BUFFERED_RECORDS_DOC)
                .define(
                        MAX_RETRIES_CONFIG,
                        ConfigDef.Type.INT,
                        Backoff.UNLIMITED,
                        Range.atLeast(Backoff.UNLIMITED),
                        Importance.LOW,
                        MAX_RETRIES_DOC)
                .define(
                        RETRY_BACKOFF_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        RETRY_BACKOFF_MS_DEFAULT,
                        Range.between(1, 10_000),
                        Importance.LOW,
                        RETRY_BACKOFF_MS_DOC);
    }

    static BulkLimits limits(AbstractConfig config) {
        return new BulkLimits(
                config.getInt(BATCH_SIZE_CONFIG),
                config.getInt(BULK_SIZE_BYTES_CONFIG),
                TimeUnit.MILLISECONDS.toNanos(config.getLong(LINGER_MS_CONFIG)),
                config.getInt(MAX_IN_FLIGHT_CONFIG),
                config.getLong(MAX_BUFFERED_BYTES_CONFIG),
                config.getInt(MAX_BUFFERED_RECORDS_CONFIG));
    }

    static Backoff backoff(AbstractConfig config) {
        return new Backoff(
                config.getInt(MAX_RETRIES_CONFIG),
                config.getLong(RETRY_BACKOFF_MS_CONFIG),
                RandomGenerator.getDefault());
    }
}
