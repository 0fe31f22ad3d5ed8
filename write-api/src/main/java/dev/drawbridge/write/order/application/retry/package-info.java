/** Trying again, and holding back; time is injected. */
@NullMarked
package dev.drawbridge.write.order.application.retry;

import org.jspecify.annotations.NullMarked;
