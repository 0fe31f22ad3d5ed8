/** The command line. */
@NullMarked
package dev.drawbridge.ops.command;

import org.jspecify.annotations.NullMarked;
