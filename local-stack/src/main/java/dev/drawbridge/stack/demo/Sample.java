package dev.drawbridge.stack.demo;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.files.ConnectorTopics;
import dev.drawbridge.ops.files.Context;
import dev.drawbridge.ops.files.DeploymentFiles;
import dev.drawbridge.ops.files.ReadModel;
import dev.drawbridge.ops.quarantine.PublishingConnector;
import dev.drawbridge.stack.demo.probe.Endpoints;
import java.util.Map;
import java.util.Optional;

/** The sample context and read model, which the demo sends commands to and searches. The only place that names them. */
public record Sample(Context context, ReadModel readModel) {
    private static final String CONTEXT = "orders";
    private static final String READ_MODEL = "orders";

    /** Empty when they are not among the files. */
    public static Optional<Sample> find(DeploymentFiles files) {
        return files.contexts().stream()
                .filter(each -> each.name().equals(CONTEXT))
                .findFirst()
                .flatMap(context -> files.readModels().stream()
                        .filter(each -> each.name().equals(READ_MODEL))
                        .findFirst()
                        .map(readModel -> new Sample(context, readModel)));
    }

    /** @throws ActionRequiredException when they are not among the files */
    public static Sample of(DeploymentFiles files) {
        return find(files)
                .orElseThrow(() -> new ActionRequiredException("The demo needs the sample's context " + CONTEXT
                        + " and read model " + READ_MODEL + ", and " + files.root()
                        + " lacks one of them. Add its folder again."));
    }

    /** Where its events, refusals and dead letters go, as the files say. */
    public Endpoints.Topics topics() {
        ConnectorFile source = context.source();
        PublishingConnector publishing =
                PublishingConnector.of(Map.of(source.name(), source.config())).get(0);
        return new Endpoints.Topics(
                publishing.contract().topic(),
                publishing.quarantineTopic(),
                readModel.sink().config().getOrDefault(ConnectorTopics.DEAD_LETTERS, ""));
    }
}
