/** The tool that turns the files of this module into running topics, indexes and connectors. */
@NullMarked
package dev.drawbridge.config;

import org.jspecify.annotations.NullMarked;
