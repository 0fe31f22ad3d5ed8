package dev.drawbridge.stack;

import dev.drawbridge.config.ConfigFileException;
import dev.drawbridge.config.FeedingTopic;
import dev.drawbridge.config.StubPurge;
import java.io.IOException;
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
        FeedingTopic feed = feed(stack);
        String[] admin = stack.elasticsearch.credentials("admin").split(":", 2);
        StubPurge purge = new StubPurge(stack.broker.bootstrap(), feed, stack.elasticsearch.uri(), admin[0], admin[1]);
        StubPurge.Outcome outcome = outcome(purge);
        System.out.println(outcome.stubs() + " stubs, " + outcome.outdated() + " of them no longer in " + feed.topic()
                + ", " + outcome.deleted() + " deleted");
        return 0;
    }

    private StubPurge.Outcome outcome(StubPurge purge) throws IOException, InterruptedException {
        try {
            return purge.run(delete);
        } catch (ConfigFileException e) {
            throw new StackException("Nothing was purged. " + e.getMessage());
        }
    }

    /** @throws StackException when the deployed sinks do not allow it, or Connect cannot tell */
    private static FeedingTopic feed(Stack stack) throws InterruptedException {
        try {
            return FeedingTopic.of(Elasticsearch.INDEX, stack.connect.client().configs());
        } catch (ConfigFileException e) {
            throw new StackException("Nothing was purged. " + e.getMessage());
        } catch (IOException e) {
            throw new StackException(
                    "Nothing was purged: Connect, which knows what the sinks are deployed with, does not answer."
                            + " Start the stack with ./drawbridge up, or see ./drawbridge logs connect.");
        }
    }
}
