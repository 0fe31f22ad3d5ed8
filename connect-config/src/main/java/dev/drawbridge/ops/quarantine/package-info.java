/** Events that PublishEvent has quarantined, and their retries. */
@NullMarked
package dev.drawbridge.ops.quarantine;

import org.jspecify.annotations.NullMarked;
