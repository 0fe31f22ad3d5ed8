package dev.drawbridge.stack.deploy;

import dev.drawbridge.ops.elastic.IndexFile;
import java.io.IOException;
import java.net.URI;

/** The index of the read model, with its alias. */
final class IndexStep {
    private static final String INDEX = "orders-000001";

    private final Place place;
    private final Settings secrets;

    IndexStep(Place place, Settings secrets) {
        this.place = place;
        this.secrets = secrets;
    }

    void apply() throws IOException, InterruptedException {
        IndexFile.read(place.readModelFile("index.json"))
                .apply(
                        URI.create(place.settings().get("elasticsearch.url")),
                        INDEX,
                        "admin",
                        secrets.get("elasticsearch.admin.password"));
    }
}
