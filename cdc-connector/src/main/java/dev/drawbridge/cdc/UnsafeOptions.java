package dev.drawbridge.cdc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Options of Debezium and Connect by which rows would be skipped, changed, repeated, logged or lost, without an error. */
final class UnsafeOptions {
    private static final String SNAPSHOT = ", which publishes old rows again, late and without order";
    private static final String KEEPS_WAL =
            "leaves the slot unconfirmed, so that WAL piles up until the slot is lost or the disk is full";

    private static final Pattern ANYTHING = Pattern.compile(".*\\S.*");
    private static final Pattern INSERTS = anyCase("(.*,)?\\s*c\\s*(,.*)?");
    private static final Pattern DRIVER_FLUSHES = anyCase("\\s*connector_and_driver\\s*");
    private static final Pattern NOBODY_FLUSHES = anyCase("\\s*manual\\s*");

    private static final List<String> FILTERS = List.of(
            "database.include.list",
            "database.exclude.list",
            "schema.include.list",
            "schema.exclude.list",
            "table.exclude.list");

    /** How options begin that change or leave out columns; what follows may hold a salt, and is not quoted. */
    private static final List<String> COLUMN_OPTIONS =
            List.of("column.mask.", "column.truncate.", "column.exclude", "column.include");

    private final Map<String, String> config;
    private final Map<String, String> findings = new LinkedHashMap<>();

    private UnsafeOptions(Map<String, String> config) {
        this.config = config;
    }

    /** Key → what it does and what to do instead; empty when all are safe. */
    static Map<String, String> findings(Map<String, String> config) {
        UnsafeOptions options = new UnsafeOptions(config);
        options.checkErrorHandling();
        options.checkFilters();
        options.checkColumns();
        options.checkFlushing();
        options.checkSnapshots();
        return options.findings;
    }

    /** Under these a refused row would be skipped in silence, or logged with all that is private in it. */
    private void checkErrorHandling() {
        require("errors.tolerance", "none", "lets Connect skip what PublishEvent refuses");
        require("errors.log.include.messages", "false", "writes refused rows, private fields and all, to the log");
        require("event.processing.failure.handling.mode", "fail", "lets Debezium skip what it cannot process");
        require(
                "event.converting.failure.handling.mode",
                "fail",
                "lets Debezium leave out a column that it cannot convert");
    }

    /** By these Debezium would pass over rows of the outbox, move on, and call it success. */
    private void checkFilters() {
        forbid("skipped.operations", INSERTS, "skips inserts, which are all there is in an outbox");
        FILTERS.forEach(key -> forbid(key, ANYTHING, "can leave the outbox out; table.include.list names it"));
        forbid(
                "message.prefix.include.list",
                ANYTHING,
                "lets logical messages through, and no event can be made of those");
    }

    /** By these Debezium would hand over something else than the row that was written. */
    private void checkColumns() {
        for (String begin : COLUMN_OPTIONS) {
            config.keySet().stream()
                    .filter(key -> key.startsWith(begin))
                    .forEach(key -> findings.put(
                            key,
                            "An option " + begin + "* changes or leaves out columns before PublishEvent reads them;"
                                    + " leave it out, and let the mapping say what is published."));
        }
        for (String key : List.of("converters", "post.processors")) {
            forbid(key, ANYTHING, "can change or leave out columns before PublishEvent reads them");
        }
    }

    /** The slot must follow what Connect has stored: not get ahead of it, and not stand still. */
    private void checkFlushing() {
        forbid(
                "lsn.flush.mode",
                DRIVER_FLUSHES,
                "lets the driver confirm what Connect has not stored, so that the slot gets ahead of the offset");
        forbid("lsn.flush.mode", NOBODY_FLUSHES, KEEPS_WAL);
        require("flush.lsn.source", "true", KEEPS_WAL);
    }

    /** A signal can ask for one at any time; only Debezium's default channel, which needs a table, can be left in peace. */
    private void checkSnapshots() {
        require("snapshot.mode", "no_data", "takes a snapshot" + SNAPSHOT);
        require("signal.enabled.channels", "source", "lets a signal start a snapshot" + SNAPSHOT);
        if (!config.getOrDefault("signal.data.collection", "").isBlank()) {
            findings.put(
                    "signal.data.collection",
                    "A signal can start a snapshot" + SNAPSHOT
                            + "; leave signal.data.collection out, and republish from the write side instead.");
        }
    }

    private void forbid(String key, Pattern harmful, String does) {
        String value = config.getOrDefault(key, "");
        if (harmful.matcher(value).matches()) {
            findings.put(key, key + "=" + value + " " + does + "; leave " + key + " out.");
        }
    }

    private void require(String key, String safe, String otherwise) {
        String value = config.getOrDefault(key, safe);
        if (!safe.equalsIgnoreCase(value)) {
            findings.put(key, key + "=" + value + " " + otherwise + "; set it to " + safe + ", or leave it out.");
        }
    }

    private static Pattern anyCase(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
