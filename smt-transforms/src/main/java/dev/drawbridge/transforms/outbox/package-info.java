/** A row of the outbox, read from its change event. */
@NullMarked
package dev.drawbridge.transforms.outbox;

import org.jspecify.annotations.NullMarked;
