/** What the tests of several modules share; part of nothing that ships. */
@NullMarked
package dev.drawbridge.testing;

import org.jspecify.annotations.NullMarked;
