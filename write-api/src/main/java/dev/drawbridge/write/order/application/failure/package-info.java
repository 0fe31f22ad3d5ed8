/** What can be wrong with the store, by what its caller may do about it. */
@NullMarked
package dev.drawbridge.write.order.application.failure;

import org.jspecify.annotations.NullMarked;
