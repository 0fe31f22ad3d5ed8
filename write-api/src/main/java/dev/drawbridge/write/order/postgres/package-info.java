/** Orders in PostgreSQL: the private tables, and the outbox row that goes with every change. */
@NullMarked
package dev.drawbridge.write.order.postgres;

import org.jspecify.annotations.NullMarked;
