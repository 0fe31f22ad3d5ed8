/** The files that are deployed: connectors, their topics, their placeholders. */
@NullMarked
package dev.drawbridge.ops.files;

import org.jspecify.annotations.NullMarked;
