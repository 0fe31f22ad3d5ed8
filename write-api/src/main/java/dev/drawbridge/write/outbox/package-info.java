/**
 * The outbox as any service can use it: plain JDBC on a connection of the caller's, nothing about orders. See {@code
 * docs/outbox.md}.
 */
@NullMarked
package dev.drawbridge.write.outbox;

import org.jspecify.annotations.NullMarked;
