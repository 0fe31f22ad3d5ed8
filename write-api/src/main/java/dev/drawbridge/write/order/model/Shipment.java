package dev.drawbridge.write.order.model;

/**
 * Who carries the order. Immutable.
 *
 * @param trackingNumber shows whoever has it where the parcel is; private
 */
public record Shipment(String carrier, String trackingNumber) {}
