/** Child processes, their folder, ports and records. */
@NullMarked
package dev.drawbridge.stack.process;

import org.jspecify.annotations.NullMarked;
