package dev.drawbridge.bench;

/** The names of the sample that the benchmarks run on: the only place that has them. */
public final class Sample {
    public static final String INDEX = "orders-000001";
    public static final String TOPIC = "orders.public.v1";
    public static final String SOURCE = "orders-outbox";
    public static final String SINK = "order-search";

    private Sample() {}
}
