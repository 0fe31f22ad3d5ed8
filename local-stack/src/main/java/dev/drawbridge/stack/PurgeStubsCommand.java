package dev.drawbridge.stack;

import dev.drawbridge.config.StubPurge;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Erased documents leave stubs; those that the topic no longer knows can go. */
@Command(
        name = "purge-stubs",
        description = "Count the stubs of erased orders that no replay can need any more; --delete removes them.")
final class PurgeStubsCommand implements Callable<Integer> {
    @Option(names = "--delete", description = "Delete them; otherwise they are only counted")
    private boolean delete;

    @Override
    public Integer call() throws Exception {
        Stack stack = Drawbridge.stack((what, took) -> {});
        String topic = stack.connect.sink().config().getOrDefault("topics", "");
        String[] admin = stack.elasticsearch.credentials("admin").split(":", 2);
        StubPurge purge = new StubPurge(
                stack.broker.bootstrap(), topic, stack.elasticsearch.uri(), admin[0], admin[1], Elasticsearch.INDEX);
        StubPurge.Outcome outcome = purge.run(delete);
        System.out.println(outcome.stubs() + " stubs, " + outcome.outdated() + " of them no longer in " + topic + ", "
                + outcome.deleted() + " deleted");
        return 0;
    }
}
