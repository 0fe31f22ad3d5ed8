/** Marks on types. */
@NullMarked
package dev.drawbridge.contracts.annotation;

import org.jspecify.annotations.NullMarked;
