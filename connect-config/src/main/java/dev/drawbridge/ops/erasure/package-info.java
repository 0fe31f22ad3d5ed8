/** Erasure markers and when they may go. */
@NullMarked
package dev.drawbridge.ops.erasure;

import org.jspecify.annotations.NullMarked;
