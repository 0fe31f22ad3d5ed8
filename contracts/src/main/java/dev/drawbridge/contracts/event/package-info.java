/** Public events: CloudEvents 1.0 in Kafka's binding, made of an outbox row under a compiled contract. */
@NullMarked
package dev.drawbridge.contracts.event;

import org.jspecify.annotations.NullMarked;
