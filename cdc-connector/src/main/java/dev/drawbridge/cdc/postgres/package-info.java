/** Everything that talks to PostgreSQL beside Debezium: migrations, the slot, the checks before streaming. */
@NullMarked
package dev.drawbridge.cdc.postgres;

import org.jspecify.annotations.NullMarked;
