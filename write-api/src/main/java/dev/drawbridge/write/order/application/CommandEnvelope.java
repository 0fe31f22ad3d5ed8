package dev.drawbridge.write.order.application;

import dev.drawbridge.write.order.application.port.IdempotencyKey;
import dev.drawbridge.write.order.application.port.MessageContext;
import dev.drawbridge.write.order.model.OrderCommand;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A command as it was sent. Immutable.
 *
 * @param expectedVersion the version the sender decided on, if it said so
 * @param key under which the outcome is remembered, if the sender gave one
 */
public record CommandEnvelope(
        UUID orderId,
        OrderCommand command,
        OptionalLong expectedVersion,
        MessageContext context,
        Optional<IdempotencyKey> key) {}
