/** What Debezium emits: change events and heartbeats. The only place that names their fields. */
@NullMarked
package dev.drawbridge.transforms.envelope;

import org.jspecify.annotations.NullMarked;
