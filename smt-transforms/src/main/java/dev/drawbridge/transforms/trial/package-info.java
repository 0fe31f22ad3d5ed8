/** Tries a contract on rows of an outbox, through the real transform. Shows public output only. */
@NullMarked
package dev.drawbridge.transforms.trial;

import org.jspecify.annotations.NullMarked;
