package dev.drawbridge.stack.command;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.erasure.ErasureMarkerPurge;
import dev.drawbridge.ops.erasure.SourceTopicResolver;
import dev.drawbridge.stack.component.ElasticsearchServer;
import dev.drawbridge.stack.component.Stack;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Erased documents leave stubs; those that the topic no longer knows can go. */
@Command(
        name = "purge-stubs",
        description = "Count the stubs of erased orders that no replay can need any more; --delete removes them.")
final class PurgeErasuresCommand implements Callable<Integer> {
    @Option(names = "--delete", description = "Delete them; otherwise they are only counted")
    private boolean delete;

    @Override
    public Integer call() throws Exception {
        Stack stack = Drawbridge.stack((what, took) -> {});
        SourceTopicResolver feed = feed(stack);
        String[] admin = stack.elasticsearch.credentials("admin").split(":", 2);
        ErasureMarkerPurge purge =
                new ErasureMarkerPurge(stack.broker.bootstrap(), feed, stack.elasticsearch.uri(), admin[0], admin[1]);
        ErasureMarkerPurge.Outcome outcome = outcome(purge);
        System.out.println(outcome.stubs() + " stubs, " + outcome.outdated() + " of them no longer in " + feed.topic()
                + ", " + outcome.deleted() + " deleted");
        return 0;
    }

    private ErasureMarkerPurge.Outcome outcome(ErasureMarkerPurge purge) throws IOException, InterruptedException {
        try {
            return purge.run(delete);
        } catch (ActionRequiredException e) {
            throw new ActionRequiredException("Nothing was purged. " + e.getMessage());
        }
    }

    /** @throws ActionRequiredException when the deployed sinks do not allow it, or Connect cannot tell */
    private static SourceTopicResolver feed(Stack stack) throws InterruptedException {
        try {
            return SourceTopicResolver.of(
                    ElasticsearchServer.INDEX, stack.connect.client().configs());
        } catch (ActionRequiredException e) {
            throw new ActionRequiredException("Nothing was purged. " + e.getMessage());
        } catch (IOException e) {
            throw new ActionRequiredException(
                    "Nothing was purged: Connect, which knows what the sinks are deployed with, does not answer."
                            + " Start the stack with ./drawbridge up, or see ./drawbridge logs connect.");
        }
    }
}
