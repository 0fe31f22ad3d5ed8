/** Where things run: addresses, and credentials by reference. */
@NullMarked
package dev.drawbridge.ops.environment;

import org.jspecify.annotations.NullMarked;
