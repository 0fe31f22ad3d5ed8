/** Kafka Connect sink for Elasticsearch: versioned documents that only move forward. */
@NullMarked
package dev.drawbridge.sink;

import org.jspecify.annotations.NullMarked;
