/** How the demo sees what became of it. */
@NullMarked
package dev.drawbridge.stack.demo.probe;

import org.jspecify.annotations.NullMarked;
