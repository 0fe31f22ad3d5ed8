/** The local stack: real PostgreSQL, Kafka, Kafka Connect and Elasticsearch as child processes, behind ./drawbridge. */
@NullMarked
package dev.drawbridge.stack;

import org.jspecify.annotations.NullMarked;
