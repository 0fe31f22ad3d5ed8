/** What has been released of a contract, and what a change of it means for consumers. */
@NullMarked
package dev.drawbridge.contracts.release;

import org.jspecify.annotations.NullMarked;
