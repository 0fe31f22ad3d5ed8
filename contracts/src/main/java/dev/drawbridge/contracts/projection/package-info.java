/** What makes an event of a payload: compiled, immutable, no longer in need of any file. */
@NullMarked
package dev.drawbridge.contracts.projection;

import org.jspecify.annotations.NullMarked;
