/** The types of a contract and of the internal payload. */
@NullMarked
package dev.drawbridge.contracts.type;

import org.jspecify.annotations.NullMarked;
