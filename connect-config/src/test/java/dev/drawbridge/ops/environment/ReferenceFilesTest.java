package dev.drawbridge.ops.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.ops.elastic.IndexFile;
import dev.drawbridge.ops.files.Context;
import dev.drawbridge.ops.files.DeploymentFiles;
import dev.drawbridge.ops.files.ReadModel;
import dev.drawbridge.ops.kafka.TopicsFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferenceFilesTest {

    @Test
    void everyFileOfThisModuleIsReadable() {
        Environment compose = Environment.read(Path.of("environments/compose.properties"));
        DeploymentFiles files = new DeploymentFiles(Path.of("."), compose.placeholders());
        assertThat(files.contexts()).isNotEmpty().allSatisfy(context -> {
            assertThat(context.source().config())
                    .containsEntry("database.port", "5432")
                    .containsEntry(
                            "database.password", "${file:/run/secrets/connect.properties:postgres.capture.password}");
            TopicsFile.read(context.topics(), context.placeholders());
        });
        assertThat(files.readModels()).isNotEmpty().allSatisfy(readModel -> {
            assertThat(readModel.sink().config().get("topic.to.external.resource.mapping"))
                    .endsWith(":" + readModel.name() + "-000001");
            TopicsFile.read(readModel.topics(), readModel.placeholders());
            IndexFile.read(readModel);
        });
        assertThat(files.contexts()).extracting(Context::name).containsExactly("orders");
        assertThat(files.readModels()).extracting(ReadModel::alias).containsExactly("orders");
    }
}
