package dev.drawbridge.stack;

import dev.drawbridge.config.ConnectorFile;
import dev.drawbridge.stack.QuarantineTopic.Entry;
import dev.drawbridge.transforms.contract.ContractBundle;
import dev.drawbridge.transforms.contract.ContractCompiler;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The events that PublishEvent has set aside. Retrying one never publishes an old version late: the write side is asked to
 * announce the aggregate once more, as it is now.
 */
@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "List events that were set aside, and have them published once the mapping is mended.")
final class QuarantineCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    @Command(description = "Show what is set aside: event, aggregate, version, rule, reason.")
    int list() throws Exception {
        List<Entry> entries = topic(Drawbridge.stack((what, took) -> {})).entries();
        entries.forEach(this::show);
        out.println(entries.size() + " set aside.");
        return 0;
    }

    @Command(description = "Ask the write side to announce their orders once more.")
    int retry(
            @Parameters(arity = "0..*", paramLabel = "EVENT", description = "The events' ids") List<String> events,
            @Option(names = "--all", description = "All that are set aside") boolean all)
            throws Exception {
        List<String> wanted = events == null ? List.of() : events;
        if (all == !wanted.isEmpty()) {
            throw new StackException("Name events by their ids, as ./drawbridge quarantine list shows them, or --all.");
        }
        return retry(Drawbridge.stack((what, took) -> {}), wanted, all);
    }

    private int retry(Stack stack, List<String> events, boolean all) throws IOException, InterruptedException {
        QuarantineTopic quarantine = topic(stack);
        List<Entry> chosen = quarantine.entries().stream()
                .filter(entry -> all || events.contains(entry.key()))
                .filter(entry -> !entry.order().isEmpty())
                .toList();
        if (chosen.isEmpty()) {
            throw new StackException("None of these is set aside with the id of an aggregate; nothing was retried.");
        }
        Instant start = Instant.now();
        int republished = stack.writeApi.republish(
                chosen.stream().map(Entry::order).distinct().toList());
        if (republished != 0) {
            out.println("The write side did not announce all of them (exit code " + republished + ").");
        }
        List<Entry> open = await(stack, quarantine, chosen, start);
        quarantine.settle(chosen.stream()
                .filter(entry -> !open.contains(entry))
                .map(Entry::key)
                .toList());
        out.println((chosen.size() - open.size()) + " of " + chosen.size() + " settled.");
        open.forEach(this::show);
        return open.isEmpty() ? 0 : 1;
    }

    /** Those whose versions do not become public, because they are refused again or for want of time. */
    private static List<Entry> await(Stack stack, QuarantineTopic quarantine, List<Entry> chosen, Instant start)
            throws IOException, InterruptedException {
        String publicTopic = publicTopic(stack);
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            Map<String, Long> published = quarantine.published(publicTopic);
            List<Entry> open = new ArrayList<>(chosen);
            open.removeIf(entry -> published.getOrDefault(entry.order(), 0L) >= entry.version());
            boolean refusedAgain = open.stream().allMatch(entry -> quarantine.entries().stream()
                    .anyMatch(other ->
                            other.order().equals(entry.order()) && other.at().isAfter(start)));
            if (open.isEmpty() || refusedAgain || Instant.now().isAfter(deadline)) {
                return open;
            }
            Thread.sleep(PAUSE.toMillis());
        }
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
        return ContractCompiler.compile(ContractBundle.read(bundle)).orThrow().topic();
    }

    private void show(Entry entry) {
        out.println(entry.key() + "  " + entry.aggregatetype() + " " + entry.order() + " version " + entry.version()
                + "  " + entry.at() + "  " + entry.rule() + ": " + entry.reason());
    }
}
