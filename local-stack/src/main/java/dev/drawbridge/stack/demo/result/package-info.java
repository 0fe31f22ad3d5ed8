/** What the demo counts, times and reports. */
@NullMarked
package dev.drawbridge.stack.demo.result;

import org.jspecify.annotations.NullMarked;
