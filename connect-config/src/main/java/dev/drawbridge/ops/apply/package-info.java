/** What is applied to an environment: topics, indexes, connectors. */
@NullMarked
package dev.drawbridge.ops.apply;

import org.jspecify.annotations.NullMarked;
