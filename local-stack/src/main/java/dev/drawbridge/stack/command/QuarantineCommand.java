package dev.drawbridge.stack.command;

import dev.drawbridge.contracts.compile.ContractCompiler;
import dev.drawbridge.contracts.mapping.ContractBundle;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.quarantine.NewlyPublished;
import dev.drawbridge.ops.quarantine.QuarantineTopic;
import dev.drawbridge.ops.quarantine.QuarantineTopic.Entry;
import dev.drawbridge.stack.component.Stack;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The events that PublishEvent has set aside. Retrying one never publishes an old version late: the write side is asked to
 * announce the aggregate once more, as it is now.
 */
@Command(
        name = "quarantine",
        synopsisSubcommandLabel = "COMMAND",
        description = "List events that were set aside, and have them published once the mapping is mended.")
public final class QuarantineCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    @Command(description = "Show what is set aside and not settled yet: event, aggregate, version, rule, reason.")
    int list() throws Exception {
        List<Entry> entries = topic(Drawbridge.stack((what, took) -> {})).entries();
        entries.forEach(this::show);
        out.println(entries.size() + " set aside.");
        return 0;
    }

    @Command(
            description =
                    "Ask the write side to announce their orders once more. Whatever is set aside of these orders is"
                            + " settled, and listed no more, when they come out.")
    int retry(
            @Parameters(arity = "0..*", paramLabel = "EVENT", description = "The events' ids") List<String> events,
            @Option(names = "--all", description = "All that are set aside") boolean all)
            throws Exception {
        List<String> wanted = events == null ? List.of() : events;
        if (all == !wanted.isEmpty()) {
            throw new ActionRequiredException(
                    "Name events by their ids, as ./drawbridge quarantine list shows them, or --all.");
        }
        return retry(Drawbridge.stack((what, took) -> {}), wanted, all);
    }

    @Command(
            description =
                    "List events no more that can never be retried. Nothing is published: readers keep the state they have.")
    int dismiss(@Parameters(arity = "1..*", paramLabel = "EVENT", description = "The events' ids") List<String> events)
            throws Exception {
        QuarantineTopic quarantine = topic(Drawbridge.stack((what, took) -> {}));
        List<Entry> chosen = quarantine.entries().stream()
                .filter(entry -> events.contains(entry.key()))
                .toList();
        List<String> unknown = new ArrayList<>(events);
        unknown.removeAll(chosen.stream().map(Entry::key).toList());
        if (!unknown.isEmpty()) {
            throw new ActionRequiredException("Not set aside: " + String.join(", ", unknown)
                    + "; nothing was dismissed. ./drawbridge quarantine list shows the ids.");
        }
        chosen.forEach(this::show);
        quarantine.settle(chosen.stream().map(Entry::key).toList());
        out.println(chosen.size() + " dismissed.");
        return 0;
    }

    private int retry(Stack stack, List<String> events, boolean all) throws IOException, InterruptedException {
        QuarantineTopic quarantine = topic(stack);
        List<Entry> before = quarantine.entries();
        List<Entry> chosen = before.stream()
                .filter(entry -> all || events.contains(entry.key()))
                .filter(entry -> !entry.order().isEmpty())
                .toList();
        if (chosen.isEmpty()) {
            throw new ActionRequiredException(
                    "None of these is set aside with the id of an aggregate; nothing was retried.");
        }
        Set<String> orders = orders(chosen);
        List<Entry> settled;
        try (NewlyPublished published = new NewlyPublished(stack.broker.bootstrap(), publicTopic(stack))) {
            announce(stack, List.copyOf(orders));
            await(published, quarantine, chosen, before);
            settled = before.stream()
                    .filter(entry -> orders.contains(entry.order()) && published.covers(entry))
                    .toList();
        }
        quarantine.settle(settled.stream().map(Entry::key).toList());
        return report(chosen, settled);
    }

    private static void announce(Stack stack, List<String> orders) throws IOException, InterruptedException {
        int exitCode = stack.writeApi.republish(orders);
        if (exitCode != 0) {
            throw new ActionRequiredException("The write side did not announce all of them (exit code " + exitCode
                    + ", see above); nothing was settled. Mend that, or retry the others by their ids;"
                    + " ./drawbridge quarantine dismiss takes off the list what can never be announced.");
        }
    }

    /** Returns when all have come out, or their orders have been refused again, or for want of time. */
    private static void await(
            NewlyPublished published, QuarantineTopic quarantine, List<Entry> chosen, List<Entry> before) {
        Instant deadline = Instant.now().plus(PATIENCE);
        List<Entry> open;
        do {
            published.look();
            open = chosen.stream().filter(entry -> !published.covers(entry)).toList();
        } while (!refusedAgain(quarantine, before).containsAll(orders(open))
                && Instant.now().isBefore(deadline));
    }

    private static Set<String> refusedAgain(QuarantineTopic quarantine, List<Entry> before) {
        List<Entry> now = new ArrayList<>(quarantine.entries());
        now.removeAll(before);
        return orders(now);
    }

    private static Set<String> orders(List<Entry> entries) {
        return entries.stream().map(Entry::order).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private int report(List<Entry> chosen, List<Entry> settled) {
        List<Entry> open = new ArrayList<>(chosen);
        open.removeAll(settled);
        out.println((chosen.size() - open.size()) + " of " + chosen.size() + " settled.");
        int others = settled.size() - (chosen.size() - open.size());
        if (others > 0) {
            out.println(others + " more of the same orders settled with them.");
        }
        open.forEach(this::show);
        return open.isEmpty() ? 0 : 1;
    }

    private static QuarantineTopic topic(Stack stack) {
        return new QuarantineTopic(
                stack.broker.bootstrap(),
                stack.connect
                        .source()
                        .config()
                        .getOrDefault("transforms.publish.quarantine.topic", "drawbridge.quarantine"));
    }

    private static String publicTopic(Stack stack) {
        ConnectorFile source = stack.connect.source();
        String bundle = source.config().getOrDefault("transforms.publish.contract", "");
        return ContractCompiler.compile(ContractBundle.parse(bundle)).orThrow().topic();
    }

    private void show(Entry entry) {
        out.println(entry.key() + "  " + entry.aggregatetype() + " " + entry.order() + " version " + entry.version()
                + "  " + entry.at() + "  " + entry.rule() + ": " + entry.reason());
    }
}
