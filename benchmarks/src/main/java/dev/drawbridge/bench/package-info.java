/** What the benchmarks share; a package for each thing that is measured. */
@NullMarked
package dev.drawbridge.bench;

import org.jspecify.annotations.NullMarked;
