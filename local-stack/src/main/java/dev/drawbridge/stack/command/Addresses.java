package dev.drawbridge.stack.command;

import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.files.ConnectorTopics;
import dev.drawbridge.ops.files.DeploymentFiles;
import dev.drawbridge.ops.files.ReadModel;
import dev.drawbridge.stack.component.PostgresServer;
import dev.drawbridge.stack.component.Stack;
import dev.drawbridge.stack.demo.NextSteps;
import dev.drawbridge.stack.demo.Sample;
import dev.drawbridge.stack.process.Home;
import java.io.IOException;
import java.util.TreeSet;

/** Where a stack that is up can be reached, and what to try next if it has the sample. */
final class Addresses {
    private Addresses() {}

    static String of(Stack stack, Home home) throws IOException {
        DeploymentFiles files = stack.files();
        TreeSet<String> topics = new TreeSet<>();
        for (ReadModel readModel : files.readModels()) {
            ConnectorFile sink = readModel.sink();
            topics.addAll(ConnectorTopics.of(sink.config()));
        }
        return sampleSteps(stack, files, home)
                + """

                Addresses:
                  write API      %s
                  Connect REST   %s/connectors
                  Elasticsearch  %s  (users admin, sink, search)
                  Kafka          %s  (topics of read models: %s)
                  PostgreSQL     127.0.0.1:%d/%s  (roles drawbridge_owner, drawbridge_writer, drawbridge_capture)
                  passwords      %s
                """.formatted(
                                stack.writeApi.uri(),
                                stack.connect.uri(),
                                stack.elasticsearch.uri(),
                                stack.broker.bootstrap(),
                                String.join(", ", topics),
                                stack.postgres.port(),
                                PostgresServer.DATABASE,
                                home.secrets());
    }

    private static String sampleSteps(Stack stack, DeploymentFiles files, Home home) {
        return Sample.find(files)
                .map(sample -> NextSteps.of(
                        stack.writeApi.uri(),
                        stack.elasticsearch.uri(),
                        sample.readModel().alias(),
                        home.secrets()))
                .orElse("");
    }
}
