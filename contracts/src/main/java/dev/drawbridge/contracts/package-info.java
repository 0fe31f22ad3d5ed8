/** Contracts and mappings of a context, as a folder of files. Knows nothing of Kafka. */
@NullMarked
package dev.drawbridge.contracts;

import org.jspecify.annotations.NullMarked;
