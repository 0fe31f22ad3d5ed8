package dev.drawbridge.write.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.function.BooleanSupplier;

/** Whether the process lives, and whether it can do its work. Thread-safe. */
final class HealthRoutes {
    private final BooleanSupplier ready;

    HealthRoutes(BooleanSupplier ready) {
        this.ready = ready;
    }

    void register(RoutesConfig routes) {
        routes.get("/health", context -> say(context, "up"));
        routes.get("/ready", this::ready);
    }

    private void ready(Context context) {
        if (ready.getAsBoolean()) {
            say(context, "ready");
        } else {
            ProblemMapper.answer(context.header("Retry-After", "5"), ProblemMapper.notReady());
        }
    }

    private static void say(Context context, String status) {
        context.header("Cache-Control", "no-store")
                .contentType("application/json")
                .result("{\"status\":\"" + status + "\"}");
    }
}
