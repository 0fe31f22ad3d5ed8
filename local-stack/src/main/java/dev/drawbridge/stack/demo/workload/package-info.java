/** What the demo sends. */
@NullMarked
package dev.drawbridge.stack.demo.workload;

import org.jspecify.annotations.NullMarked;
