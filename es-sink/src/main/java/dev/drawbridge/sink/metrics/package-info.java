/** What a task reports over JMX. */
@NullMarked
package dev.drawbridge.sink.metrics;

import org.jspecify.annotations.NullMarked;
