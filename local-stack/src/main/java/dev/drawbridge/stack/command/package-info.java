/** The commands that only a local stack has. */
@NullMarked
package dev.drawbridge.stack.command;

import org.jspecify.annotations.NullMarked;
