/** The Elasticsearch sink against prebuilt bulks. */
@NullMarked
package dev.drawbridge.bench.sink;

import org.jspecify.annotations.NullMarked;
