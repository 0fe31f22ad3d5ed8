/** Topics: as files say, as the cluster has them, and what is in them. */
@NullMarked
package dev.drawbridge.ops.kafka;

import org.jspecify.annotations.NullMarked;
