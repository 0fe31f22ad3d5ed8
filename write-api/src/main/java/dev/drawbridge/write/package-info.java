/** The command side: commands come in over HTTP and leave as committed rows. */
@NullMarked
package dev.drawbridge.write;

import org.jspecify.annotations.NullMarked;
