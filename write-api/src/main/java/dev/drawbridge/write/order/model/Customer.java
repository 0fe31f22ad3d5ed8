package dev.drawbridge.write.order.model;

/** Who ordered. Personal data: gone once the order is erased. */
public record Customer(String name, String city) {}
