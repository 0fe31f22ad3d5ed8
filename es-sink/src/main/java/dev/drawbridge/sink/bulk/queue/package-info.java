/** Documents between delivery and answer: what is held, which of them go next, and how many at the same time. */
@NullMarked
package dev.drawbridge.sink.bulk.queue;

import org.jspecify.annotations.NullMarked;
