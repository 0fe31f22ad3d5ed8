/** Drafts of payload schemas from samples. */
@NullMarked
package dev.drawbridge.contracts.draft;

import org.jspecify.annotations.NullMarked;
