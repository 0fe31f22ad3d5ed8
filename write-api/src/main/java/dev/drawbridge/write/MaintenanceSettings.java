package dev.drawbridge.write;

import java.time.Duration;

/**
 * What is done beside answering requests. Immutable.
 *
 * @param workers how many threads carry out asynchronous commands
 * @param slot the replication slot that must have confirmed an outbox row before it is removed
 * @param outboxRetention how long outbox rows stay at least
 * @param answerRetention how long answers can be asked for, by idempotency key or command
 */
record MaintenanceSettings(int workers, String slot, Duration outboxRetention, Duration answerRetention) {
    static final String WORKERS = "WRITE_WORKERS";
    static final String WORKERS_DEFAULT = "2";

    static final String SLOT = "WRITE_OUTBOX_SLOT";
    static final String SLOT_DEFAULT = "drawbridge_orders";

    static final String OUTBOX_RETENTION = "WRITE_OUTBOX_RETENTION";
    static final String OUTBOX_RETENTION_DEFAULT = "P7D";

    static final String ANSWER_RETENTION = "WRITE_ANSWER_RETENTION";
    static final String ANSWER_RETENTION_DEFAULT = "PT24H";

    /** Longer than it can take to find out, by what is kept, what became of a commit. */
    private static final String SHORTEST_ANSWER_RETENTION = "PT10M";

    /** Ten years: what is added to or taken from today is then a date that every part of the service can name. */
    private static final String LONGEST_RETENTION = "P3650D";

    static MaintenanceSettings from(EnvironmentVariables environment) {
        String slot = environment.text(SLOT, SLOT_DEFAULT);
        if (!slot.matches("[a-z0-9_]{1,63}")) {
            environment.refuse(
                    SLOT, "must be the name of a replication slot: lower-case letters, digits, underscores.");
        }
        return new MaintenanceSettings(
                environment.number(WORKERS, WORKERS_DEFAULT, 0, 100, "; 0 leaves them to other instances"),
                slot,
                environment.duration(OUTBOX_RETENTION, OUTBOX_RETENTION_DEFAULT, "PT0S", LONGEST_RETENTION),
                environment.duration(
                        ANSWER_RETENTION, ANSWER_RETENTION_DEFAULT, SHORTEST_ANSWER_RETENTION, LONGEST_RETENTION));
    }
}
