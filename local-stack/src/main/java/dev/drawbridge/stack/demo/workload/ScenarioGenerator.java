package dev.drawbridge.stack.demo.workload;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Makes up the lives of orders. A command the write API learns is one more method here and one more line in {@link #tell}. */
final class ScenarioGenerator {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The problems that commands of a story may meet; any other says that something is wrong. */
    static final Set<String> PROVOKED = Set.of("too-late", "order-cancelled");

    private final Random random;
    private final SampleData data;

    ScenarioGenerator(Random random) {
        this.random = random;
        this.data = new SampleData(random);
    }

    /** Created and filled; most are placed and get some way to their customer; now and then called off, or erased. */
    Story tell() {
        UUID order = UUID.randomUUID();
        List<Command> commands = new ArrayList<>();
        fill(order, commands);
        fulfil(order, commands);
        if (chance(15)) {
            commands.add(cancel(order)); // refused: too late, where it is on its way
            if (chance(30)) {
                commands.add(addLine(order)); // refused: only a draft takes lines
            }
        }
        if (chance(10)) {
            commands.add(erase(order));
        }
        return new Story(commands);
    }

    private void fill(UUID order, List<Command> commands) {
        commands.add(create(order));
        do {
            commands.add(addLine(order));
        } while (chance(60));
        if (chance(10)) {
            commands.add(new Command(order, "remove-line", "{\"lineNumber\":2}", false)); // brought by version 2
            commands.add(addLine(order));
        }
        if (chance(10)) {
            commands.add(applyCoupon(order));
        }
    }

    /** As far as chance lets it come. */
    private void fulfil(UUID order, List<Command> commands) {
        if (!chance(70)) {
            return;
        }
        commands.add(task(order, "place"));
        if (!chance(70)) {
            return;
        }
        commands.add(task(order, "start-processing"));
        commands.add(ship(order));
        if (chance(60)) {
            commands.add(task(order, "deliver"));
        }
    }

    private Command create(UUID order) {
        SampleData.Person customer = data.customer();
        ObjectNode body =
                JSON.createObjectNode().put("customerName", customer.name()).put("customerCity", customer.city());
        if (chance(20)) {
            body.put("staffNote", data.staffNote());
        }
        return new Command(order, "create", body.toString(), false);
    }

    private Command addLine(UUID order) {
        SampleData.Product product = data.product();
        ObjectNode body = JSON.createObjectNode()
                .put("productName", product.name())
                .put("quantity", 1 + random.nextInt(5))
                .put("unitPrice", BigDecimal.valueOf(product.cents(), 2))
                .put("unitCost", BigDecimal.valueOf(product.costCents(), 2));
        return new Command(order, "add-line", body.toString(), false);
    }

    private Command cancel(UUID order) {
        return new Command(
                order,
                "cancel",
                JSON.createObjectNode().put("reason", data.reason()).toString(),
                false);
    }

    private Command applyCoupon(UUID order) {
        ObjectNode body =
                JSON.createObjectNode().put("code", data.couponCode()).put("percentOff", 5 + random.nextInt(30));
        return new Command(order, "apply-coupon", body.toString(), false);
    }

    private Command ship(UUID order) {
        ObjectNode body =
                JSON.createObjectNode().put("carrier", data.carrier()).put("trackingNumber", data.trackingNumber());
        return new Command(order, "ship", body.toString(), false);
    }

    private static Command task(UUID order, String task) {
        return new Command(order, task, "{}", false);
    }

    private static Command erase(UUID order) {
        return new Command(order, "erase", "{}", true);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
