package dev.drawbridge.transforms.envelope;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** Makes the envelope that Debezium puts around an inserted row: for trying a contract without a connector. */
public final class InsertEnvelope {
    private InsertEnvelope() {}

    /** The envelope around a row, whose schema must be optional. */
    public static Struct around(Struct row) {
        Schema source = SchemaBuilder.struct().name("sample.Source").build();
        Schema envelope = SchemaBuilder.struct()
                .name("sample.Envelope")
                .field("before", row.schema())
                .field("after", row.schema())
                .field("source", source)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        return new Struct(envelope)
                .put("after", row)
                .put("source", new Struct(source))
                .put("op", "c");
    }
}
