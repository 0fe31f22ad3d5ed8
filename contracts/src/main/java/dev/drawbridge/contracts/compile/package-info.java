/** The compiler: proves that a mapping fills its contract, and nothing beyond it. */
@NullMarked
package dev.drawbridge.contracts.compile;

import org.jspecify.annotations.NullMarked;
