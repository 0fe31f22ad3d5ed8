package dev.drawbridge.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** One line per component and connector. Exit code 0 when all is well, 3 when something is not. */
@Command(name = "status", description = "Show each component, port, pid, connector and task.")
final class StatusCommand implements Callable<Integer> {
    private static final int NOT_WELL = 3;

    @Override
    public Integer call() throws Exception {
        Stack stack = Drawbridge.stack((what, took) -> {});
        boolean well = true;
        System.out.printf(Locale.ROOT, "%-16s %-10s %6s %8s%n", "COMPONENT", "STATE", "PORT", "PID");
        for (Component component : stack.components()) {
            Optional<ProcessHandle> process = component.child().running();
            String state = process.isEmpty() ? "stopped" : component.isHealthy() ? "healthy" : "unhealthy";
            well &= state.equals("healthy");
            System.out.printf(
                    Locale.ROOT,
                    "%-16s %-10s %6d %8s%n",
                    component.name(),
                    state,
                    component.port(),
                    process.map(handle -> String.valueOf(handle.pid())).orElse("-"));
        }
        well &= connectors(stack);
        return well ? 0 : NOT_WELL;
    }

    private static boolean connectors(Stack stack) throws InterruptedException {
        if (!stack.connect.isHealthy()) {
            return false;
        }
        boolean well = true;
        try {
            System.out.printf(Locale.ROOT, "%n%-24s %-10s %s%n", "CONNECTOR", "STATE", "TASKS");
            for (JsonNode name : stack.connect.client().get("/connectors")) {
                JsonNode status = stack.connect.client().status(name.asText());
                System.out.printf(
                        Locale.ROOT,
                        "%-24s %-10s %s%n",
                        name.asText(),
                        status.path("connector").path("state").asText(),
                        String.join(" ", status.path("tasks").findValuesAsText("state")));
                for (JsonNode task : status.path("tasks")) {
                    if (task.has("trace")) {
                        System.out.println(
                                "  " + FailureTrace.reason(task.get("trace").asText()));
                    }
                }
                well &= stack.connect.client().isRunning(name.asText());
            }
        } catch (IOException e) {
            System.out.println("Connect does not answer: " + e.getMessage());
            return false;
        }
        return well;
    }
}
