/**
 * {@code ./drawbridge demo}: a stream of realistic commands, and how long each change takes until it is an event, a document
 * and a search hit. It meets the stack through addresses only. Nothing outside of the command may load these classes.
 */
@NullMarked
package dev.drawbridge.stack.demo;

import org.jspecify.annotations.NullMarked;
