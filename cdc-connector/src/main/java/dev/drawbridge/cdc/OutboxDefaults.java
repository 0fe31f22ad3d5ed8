package dev.drawbridge.cdc;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Debezium options whose historical defaults do not suit an outbox. What the user sets always wins. */
final class OutboxDefaults {
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("plugin.name", "pgoutput"),
            Map.entry("table.include.list", "public.outbox"),
            Map.entry("publication.name", "drawbridge_outbox"),
            Map.entry("publication.autocreate.mode", "disabled"),
            // A snapshot has no order; what is missing downstream is republished by the write side.
            Map.entry("snapshot.mode", "no_data"),
            Map.entry("slot.drop.on.stop", "false"),
            Map.entry("slot.failover", "true"),
            Map.entry("tombstones.on.delete", "false"),
            // Keeps the slot moving on a busy server whose outbox is idle; needs neither a table nor write rights.
            Map.entry("heartbeat.interval.ms", "10000"),
            Map.entry("heartbeat.action.query", "select pg_logical_emit_message(true, 'drawbridge.heartbeat', '')"),
            // Neither the heartbeat's message nor that of somebody else in the database is an event.
            Map.entry("message.prefix.exclude.list", ".*"),
            Map.entry("event.converting.failure.handling.mode", "fail"),
            // How long the stream reader sleeps when it has read nothing; the task itself is woken.
            Map.entry("poll.interval.ms", "5"),
            Map.entry("queue.provider.type", EventNotifyingQueue.NAME),
            // Each collection of a backlog's garbage copies what waits in the queue: with Debezium's 8192 events that
            // is a tenth of the worker's processor time. More than this makes nothing faster.
            Map.entry("max.queue.size", "2048"),
            Map.entry("max.batch.size", "1024"),
            // Soon after PostgreSQL is back, and for five minutes; Debezium's ten seconds are most of a short outage.
            Map.entry("retriable.restart.connector.wait.ms", "2000"),
            Map.entry("errors.max.retries", "150"));

    private OutboxDefaults() {}

    /** A new map: {@code config} over the defaults. An option whose value is null is not set. */
    static Map<String, String> under(Map<String, String> config) {
        Map<String, String> effective = new HashMap<>(VALUES);
        effective.putAll(withoutNulls(config));
        return effective;
    }

    /** Connect hands over JSON's null as a null value, which most code takes for a value. */
    static Map<String, String> withoutNulls(Map<String, String> config) {
        Map<String, String> set = new HashMap<>(config);
        set.values().removeIf(Objects::isNull);
        return set;
    }
}
