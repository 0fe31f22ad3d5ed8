/** How far the topics have been seen by an index, and whether anything may have been missed. */
@NullMarked
package dev.drawbridge.sink.progress;

import org.jspecify.annotations.NullMarked;
