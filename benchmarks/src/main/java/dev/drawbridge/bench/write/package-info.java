/** The write API against the same SQL by JDBC. */
@NullMarked
package dev.drawbridge.bench.write;

import org.jspecify.annotations.NullMarked;
