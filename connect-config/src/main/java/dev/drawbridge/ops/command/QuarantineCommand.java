package dev.drawbridge.ops.command;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.ops.connect.SameKafka;
import dev.drawbridge.ops.kafka.KafkaAccess;
import dev.drawbridge.ops.quarantine.Entry;
import dev.drawbridge.ops.quarantine.Quarantine;
import dev.drawbridge.ops.quarantine.RetryChoice;
import dev.drawbridge.ops.quarantine.RetryReport;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
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
        RetryChoice choice = RetryChoice.of(quarantine.entries(), wanted);
        if (!choice.impossible().isEmpty()) {
            say("These name no aggregate, and can only be dismissed:");
            choice.impossible().forEach(this::show);
        }
        RetryReport report = new RetryReport(choice.retryable());
        for (var each : choice.byType().entrySet()) {
            quarantine.retry(
                    each.getKey(), each.getValue(), options.environment().writeApi(), report);
        }
        report.lines().forEach(this::say);
        report.open().forEach(this::show);
        report.throwFailure();
        return report.open().isEmpty() && choice.impossible().isEmpty() ? ExitCode.OK : ExitCode.PROBLEM;
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

    private static Quarantine quarantine(EnvironmentOptions options) throws Exception {
        ConnectApi connect = options.connect();
        KafkaAccess kafka = options.kafka();
        SameKafka.require(connect, kafka);
        return Quarantine.of(kafka, connect.configs());
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
