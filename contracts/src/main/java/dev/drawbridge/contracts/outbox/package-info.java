/** The row of an outbox that an event is made of. */
@NullMarked
package dev.drawbridge.contracts.outbox;

import org.jspecify.annotations.NullMarked;
