/** The outbox in its database. */
@NullMarked
package dev.drawbridge.ops.database;

import org.jspecify.annotations.NullMarked;
