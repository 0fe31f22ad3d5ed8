/** What rows of an outbox become under a contract, without publishing anything. */
@NullMarked
package dev.drawbridge.contracts.dryrun;

import org.jspecify.annotations.NullMarked;
