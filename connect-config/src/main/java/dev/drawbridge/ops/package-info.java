/** The tool that turns the files of this module into running topics, indexes and connectors, and operates them. */
@NullMarked
package dev.drawbridge.ops;

import org.jspecify.annotations.NullMarked;
