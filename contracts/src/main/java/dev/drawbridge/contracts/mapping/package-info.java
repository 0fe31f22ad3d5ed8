/** How a contract is filled, as its file says it. */
@NullMarked
package dev.drawbridge.contracts.mapping;

import org.jspecify.annotations.NullMarked;
