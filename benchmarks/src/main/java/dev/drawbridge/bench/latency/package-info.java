/** How long after a commit its event and its document can be seen. */
@NullMarked
package dev.drawbridge.bench.latency;

import org.jspecify.annotations.NullMarked;
