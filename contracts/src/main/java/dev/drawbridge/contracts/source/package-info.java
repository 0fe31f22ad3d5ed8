/** Reading files with the position of everything in them, and reporting what is wrong there. */
@NullMarked
package dev.drawbridge.contracts.source;

import org.jspecify.annotations.NullMarked;
