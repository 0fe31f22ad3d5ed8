/** Indexes: as files say, and as Elasticsearch has them. */
@NullMarked
package dev.drawbridge.ops.elastic;

import org.jspecify.annotations.NullMarked;
