package dev.drawbridge.bench;

/** The names of the sample that the benchmarks run on: the only place that has them. */
final class Sample {
    static final String INDEX = "orders-000001";
    static final String TOPIC = "orders.public.v1";
    static final String SOURCE = "orders-outbox";
    static final String SINK = "order-search";

    private Sample() {}
}
