/** Carries one command from load through decision to save, and says what it needs from storage. */
@NullMarked
package dev.drawbridge.write.order.application;

import org.jspecify.annotations.NullMarked;
