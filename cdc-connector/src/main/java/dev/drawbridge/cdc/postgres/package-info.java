/** Everything that talks to PostgreSQL beside Debezium: the checks before streaming and while it lasts. */
@NullMarked
package dev.drawbridge.cdc.postgres;

import org.jspecify.annotations.NullMarked;
