/** Tests of the benchmarks themselves. */
@NullMarked
package dev.drawbridge.bench;

import org.jspecify.annotations.NullMarked;
