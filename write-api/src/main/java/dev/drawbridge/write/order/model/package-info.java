/** What an order is and what may be done to it. Pure: the JDK only, no I/O, no clock. */
@NullMarked
package dev.drawbridge.write.order.model;

import org.jspecify.annotations.NullMarked;
