package dev.drawbridge.ops.command;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.quarantine.Entry;
import dev.drawbridge.ops.quarantine.Quarantine;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The events that PublishEvent has quarantined. */
@Command(
        name = "quarantine",
        synopsisSubcommandLabel = "COMMAND",
        description = "List events that were quarantined, and have them published once the mapping is repaired.")
final class QuarantineCommand {
    private static final String EVENTS_DOC = "The events' ids";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(description = "Show what is quarantined and not settled yet: event, aggregate, version, rule, reason.")
    int list(@Mixin EnvironmentOptions options) throws Exception {
        List<Entry> entries = quarantine(options).entries();
        entries.forEach(this::show);
        say(entries.size() + " quarantined.");
        return ExitCode.OK;
    }

    @Command(
            description =
                    "Have the write service publish their aggregates again, as they are now. Whatever is quarantined of"
                            + " these aggregates is settled, and listed no more, when they are published.")
    int retry(
            @Mixin EnvironmentOptions options,
            @Parameters(arity = "0..*", paramLabel = "EVENT", description = EVENTS_DOC) @Nullable List<String> events,
            @Option(names = "--all", description = "All that are quarantined") boolean all)
            throws Exception {
        List<String> wanted = events == null ? List.of() : events;
        if (all == !wanted.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "Name events by their ids, as quarantine list shows them, or --all.");
        }
        Quarantine quarantine = quarantine(options);
        List<Entry> chosen = quarantine.entries().stream()
                .filter(entry -> all || wanted.contains(entry.key()))
                .filter(entry -> !entry.aggregateid().isEmpty())
                .toList();
        if (chosen.isEmpty()) {
            throw new ActionRequiredException(
                    "None of these is quarantined with the id of an aggregate; nothing was retried.");
        }
        List<Entry> settled = new ArrayList<>();
        Map<String, List<Entry>> byType = chosen.stream().collect(Collectors.groupingBy(Entry::aggregatetype));
        for (var each : byType.entrySet()) {
            settled.addAll(quarantine.retry(
                    each.getKey(), each.getValue(), options.environment().writeApi()));
        }
        return report(chosen, settled);
    }

    @Command(
            description =
                    "List events no more that can never be retried. Nothing is published: readers keep the state they have.")
    int dismiss(
            @Mixin EnvironmentOptions options,
            @Parameters(arity = "1..*", paramLabel = "EVENT", description = EVENTS_DOC) List<String> events)
            throws Exception {
        Quarantine quarantine = quarantine(options);
        List<Entry> chosen = quarantine.entries().stream()
                .filter(entry -> events.contains(entry.key()))
                .toList();
        List<String> unknown = new ArrayList<>(events);
        unknown.removeAll(chosen.stream().map(Entry::key).toList());
        if (!unknown.isEmpty()) {
            throw new ActionRequiredException("Not quarantined: " + String.join(", ", unknown)
                    + "; nothing was dismissed. quarantine list shows the ids.");
        }
        chosen.forEach(this::show);
        quarantine.settle(chosen);
        say(chosen.size() + " dismissed.");
        return ExitCode.OK;
    }

    private int report(List<Entry> chosen, List<Entry> settled) {
        List<Entry> open = new ArrayList<>(chosen);
        open.removeAll(settled);
        say((chosen.size() - open.size()) + " of " + chosen.size() + " settled.");
        int others = settled.size() - (chosen.size() - open.size());
        if (others > 0) {
            say(others + " more of the same aggregates settled with them.");
        }
        open.forEach(this::show);
        return open.isEmpty() ? ExitCode.OK : ExitCode.PROBLEM;
    }

    private static Quarantine quarantine(EnvironmentOptions options) throws Exception {
        return Quarantine.of(options.kafka(), options.connect().configs());
    }

    private void show(Entry entry) {
        say(entry.key() + "  " + entry.aggregatetype() + " " + entry.aggregateid() + " version " + entry.version()
                + "  " + entry.at() + "  " + entry.rule() + ": " + entry.reason());
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
