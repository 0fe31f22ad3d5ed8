/** Kafka Connect, spoken to over its REST API. */
@NullMarked
package dev.drawbridge.ops.connect;

import org.jspecify.annotations.NullMarked;
