/** Which text may be published, quoted in messages, or read as a time. */
@NullMarked
package dev.drawbridge.contracts.text;

import org.jspecify.annotations.NullMarked;
