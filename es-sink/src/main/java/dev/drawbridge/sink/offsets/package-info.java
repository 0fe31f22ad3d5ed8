/**
 * What a task knows of index, topic and position: where a partition starts, whether it may go on, and which checkpoints are stored.
 * Two rules: an index never claims to have seen what it has not; whatever cannot be known is refused with the remedy.
 */
@NullMarked
package dev.drawbridge.sink.offsets;

import org.jspecify.annotations.NullMarked;
