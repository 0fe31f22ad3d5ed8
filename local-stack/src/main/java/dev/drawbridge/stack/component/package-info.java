/** The servers of the stack, and what makes them one journey. */
@NullMarked
package dev.drawbridge.stack.component;

import org.jspecify.annotations.NullMarked;
