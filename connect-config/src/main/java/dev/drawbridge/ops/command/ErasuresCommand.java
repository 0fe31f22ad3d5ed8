package dev.drawbridge.ops.command;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.connect.ConnectApi;
import dev.drawbridge.ops.connect.SameKafka;
import dev.drawbridge.ops.elastic.ElasticsearchClients;
import dev.drawbridge.ops.erasure.ErasureMarkerPurge;
import dev.drawbridge.ops.erasure.SourceTopicResolver;
import dev.drawbridge.ops.files.ReadModel;
import dev.drawbridge.ops.kafka.KafkaAccess;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Erased documents leave markers; those that the topic no longer knows can go. */
@Command(
        name = "erasures",
        synopsisSubcommandLabel = "COMMAND",
        description = "Erasure markers: documents that keep late records of an erased aggregate out.")
final class ErasuresCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(description = "Count the erasure markers that no replay can need any more; --delete removes them.")
    int purge(
            @Mixin EnvironmentOptions options,
            @Mixin ReadModelChoice choice,
            @Option(names = "--delete", description = "Delete them; otherwise they are only counted") boolean delete)
            throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<ReadModel> readModels = choice.of(options.files());
        ConnectApi connect = options.connect();
        KafkaAccess kafka = options.kafka();
        SameKafka.require(connect, kafka);
        Map<String, Map<String, String>> deployed = connect.configs();
        try (ElasticsearchClient elasticsearch =
                ElasticsearchClients.open(options.environment().elasticsearch())) {
            for (ReadModel readModel : readModels) {
                SourceTopicResolver feed = SourceTopicResolver.of(readModel.index(), deployed);
                ErasureMarkerPurge.Purged purged = new ErasureMarkerPurge(kafka, feed, elasticsearch).run(delete);
                out.println(readModel.name() + ": " + purged.markers() + " erasure markers, " + purged.outdated()
                        + " of them no longer in " + feed.topic() + ", " + purged.deleted() + " deleted");
            }
        } catch (ActionRequiredException e) {
            throw new ActionRequiredException("Nothing more was purged. " + e.getMessage());
        }
        out.flush();
        return ExitCode.OK;
    }
}
