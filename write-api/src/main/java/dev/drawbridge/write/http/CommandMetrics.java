package dev.drawbridge.write.http;

import dev.drawbridge.write.order.application.port.Outcome;
import dev.drawbridge.write.order.application.port.Outcome.Accepted;
import dev.drawbridge.write.order.application.port.Outcome.Queued;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/** How many commands there were, what came of them, and how long they took. Thread-safe. */
final class CommandMetrics {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25),
        Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofSeconds(1),
                Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;

    CommandMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A command that ends with an exception counts as failed, whoever is to blame. */
    void time(CommandType type, Supplier<Outcome> command) {
        Timer.Sample sample = Timer.start(registry);
        String outcome = "failed";
        try {
            outcome = name(command.get());
        } finally {
            sample.stop(Timer.builder("drawbridge.write.commands")
                    .description("Commands by type and outcome")
                    .tag("type", type.path())
                    .tag("outcome", outcome)
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry));
        }
    }

    private static String name(Outcome outcome) {
        if (outcome instanceof Queued) {
            return "queued";
        }
        return outcome instanceof Accepted ? "accepted" : "rejected";
    }
}
