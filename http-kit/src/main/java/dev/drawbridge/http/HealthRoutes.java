package dev.drawbridge.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.function.BooleanSupplier;

/** {@code /health}: whether the process lives; {@code /ready}: whether it can do its work. Thread-safe. */
public final class HealthRoutes {
    private final BooleanSupplier ready;
    private final String notReady;

    /**
     * @param ready asked by each request, so it must answer from memory
     * @param notReady what may be the reason, in a sentence
     */
    public HealthRoutes(BooleanSupplier ready, String notReady) {
        this.ready = ready;
        this.notReady = notReady;
    }

    public void register(RoutesConfig routes) {
        routes.get("/health", context -> answer(context, "up"));
        routes.get("/ready", this::ready);
    }

    private void ready(Context context) {
        if (ready.getAsBoolean()) {
            answer(context, "ready");
        } else {
            ProblemMapper.answer(context.header("Retry-After", "5"), ProblemMapper.notReady(notReady));
        }
    }

    private static void answer(Context context, String status) {
        context.header("Cache-Control", "no-store")
                .contentType("application/json")
                .result("{\"status\":\"" + status + "\"}");
    }
}
