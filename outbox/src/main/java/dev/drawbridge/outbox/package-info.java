/**
 * The outbox as any service can use it: plain JDBC on a connection of the caller's, and SQL files that Flyway, a DBA or {@link
 * dev.drawbridge.outbox.OutboxDatabase} can run. See {@code docs/how-to/use-the-outbox.md}.
 */
@NullMarked
package dev.drawbridge.outbox;

import org.jspecify.annotations.NullMarked;
