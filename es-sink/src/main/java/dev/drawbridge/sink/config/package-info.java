/** The options of the sink: what they are, what they mean, and what is wrong with the values given. */
@NullMarked
package dev.drawbridge.sink.config;

import org.jspecify.annotations.NullMarked;
