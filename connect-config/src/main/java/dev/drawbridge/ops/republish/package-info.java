/** The write side's route that publishes aggregates again. */
@NullMarked
package dev.drawbridge.ops.republish;

import org.jspecify.annotations.NullMarked;
