/** How a request to Elasticsearch can fail, for all who send one. */
@NullMarked
package dev.drawbridge.sink.failure;

import org.jspecify.annotations.NullMarked;
