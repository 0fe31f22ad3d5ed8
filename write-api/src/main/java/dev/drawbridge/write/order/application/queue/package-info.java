/** Commands that are carried out later. */
@NullMarked
package dev.drawbridge.write.order.application.queue;

import org.jspecify.annotations.NullMarked;
