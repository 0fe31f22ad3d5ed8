/** Capture: from the outbox table in PostgreSQL into Kafka Connect. */
@NullMarked
package dev.drawbridge.cdc;

import org.jspecify.annotations.NullMarked;
