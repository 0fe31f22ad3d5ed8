/** The transform that turns rows of a private outbox into public events. */
@NullMarked
package dev.drawbridge.transforms;

import org.jspecify.annotations.NullMarked;
