/** What the application needs of a store, and the values that pass between them. */
@NullMarked
package dev.drawbridge.write.order.application.port;

import org.jspecify.annotations.NullMarked;
