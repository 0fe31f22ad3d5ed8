package dev.drawbridge.stack.process;

import dev.drawbridge.ops.ActionRequiredException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the components of a stack were started. What runs looks for the others there and nowhere else, so as long as
 * anything runs, one that has died is to come back on the port it had. Of a stack of which nothing runs there are none.
 */
public final class RecordedPorts {
    private static final List<String> COMPONENTS =
            List.of("write-api", "connect", "elasticsearch", "kafka", "postgres");

    private final Map<String, Integer> ports = new TreeMap<>();

    private RecordedPorts() {}

    public static RecordedPorts in(Home home) {
        RecordedPorts recorded = new RecordedPorts();
        if (COMPONENTS.stream()
                .anyMatch(name -> new ManagedProcess(name, home).running().isPresent())) {
            COMPONENTS.forEach(name -> recorded.add(name, new ManagedProcess(name, home)));
        }
        return recorded;
    }

    private void add(String component, ManagedProcess child) {
        child.recorded()
                .map(ProcessRecord::port)
                .filter(port -> port > 0) // a record cut short names none
                .ifPresent(port -> ports.put(component, port));
    }

    /** These ports; for components without a record, the ones asked for. */
    public Ports or(Ports asked) {
        return new Ports(
                ports.getOrDefault("write-api", asked.writeApi()),
                ports.getOrDefault("connect", asked.connect()),
                ports.getOrDefault("elasticsearch", asked.elasticsearch()),
                ports.getOrDefault("kafka", asked.kafka()),
                ports.getOrDefault("postgres", asked.postgres()));
    }

    /** @throws ActionRequiredException when a variable asks for another port than the recorded one */
    public void demandNoOther(Map<String, String> environment) {
        ports.forEach((component, port) -> {
            String variable = Ports.variable(component.toUpperCase(Locale.ROOT).replace('-', '_'));
            String asked = environment.getOrDefault(variable, String.valueOf(port));
            if (!asked.equals(String.valueOf(port))) {
                throw new ActionRequiredException(
                        component + " of the stack that runs was started on port " + port + ", and "
                                + variable + " asks for " + asked + "; set " + variable + "=" + port
                                + ", or run ./drawbridge down first.");
            }
        });
    }
}
