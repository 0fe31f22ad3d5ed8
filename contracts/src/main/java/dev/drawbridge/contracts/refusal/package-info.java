/** Why a record was not published, in words that never carry what the record held. */
@NullMarked
package dev.drawbridge.contracts.refusal;

import org.jspecify.annotations.NullMarked;
