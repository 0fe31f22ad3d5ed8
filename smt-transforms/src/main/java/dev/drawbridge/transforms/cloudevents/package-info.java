/** How an event looks on a public topic: CloudEvents 1.0, Kafka binding, binary mode. */
@NullMarked
package dev.drawbridge.transforms.cloudevents;

import org.jspecify.annotations.NullMarked;
