/** Measurements of a stack that is up. */
@NullMarked
package dev.drawbridge.bench;

import org.jspecify.annotations.NullMarked;
