package dev.drawbridge.sink.elastic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.drawbridge.sink.offsets.Checkpoint;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The documents of the checkpoint index as JSON: checkpoints, and the records of indices. */
final class CheckpointDocument {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String GENERATION = "generation";

    private CheckpointDocument() {}

    /** Two lines of a bulk that write a checkpoint of {@code index} to {@code target}. */
    static String checkpoint(String target, String id, String index, TopicPartition partition, Checkpoint checkpoint) {
        String operation = json(json -> operation(json, target, id));
        String document = json(json -> {
            json.writeStringField("index", index);
            json.writeStringField("topic", partition.topic());
            json.writeNumberField("partition", partition.partition());
            json.writeNumberField("position", checkpoint.position());
            json.writeNumberField("seenUntil", checkpoint.seenUntil());
            json.writeNumberField("idleAt", checkpoint.idleAt());
            json.writeNumberField("lastOffset", checkpoint.lastOffset());
            json.writeNumberField("lastTimestamp", checkpoint.lastTimestamp());
            json.writeNumberField("maxTimestamp", checkpoint.maxTimestamp());
        });
        return operation + "\n" + document + "\n";
    }

    /** Two lines of a bulk that write the record of {@code index}, unless one of this generation or a later one is stored. */
    static String record(String target, String id, String index, int generation) {
        String operation = json(json -> {
            json.writeObjectFieldStart("index");
            json.writeStringField("_index", target);
            json.writeStringField("_id", id);
            json.writeStringField("version_type", "external");
            json.writeNumberField("version", generation + 1L);
            json.writeEndObject();
        });
        String document = json(json -> {
            json.writeStringField("index", index);
            json.writeNumberField(GENERATION, generation);
        });
        return operation + "\n" + document + "\n";
    }

    private static void operation(JsonGenerator json, String target, String id) throws IOException {
        json.writeObjectFieldStart("index");
        json.writeStringField("_index", target);
        json.writeStringField("_id", id);
        json.writeEndObject();
    }

    /** Asks for the documents with {@code ids}. */
    static String question(Collection<String> ids) {
        return json(json -> {
            json.writeArrayFieldStart("ids");
            for (String id : ids) {
                json.writeString(id);
            }
            json.writeEndArray();
        });
    }

    /** @throws IOException when a field is missing: what cannot be known must not be guessed */
    static Checkpoint checkpoint(Map<String, Long> fields) throws IOException {
        return new Checkpoint(
                field(fields, "position"),
                field(fields, "seenUntil"),
                field(fields, "idleAt"),
                field(fields, "lastOffset"),
                field(fields, "lastTimestamp"),
                field(fields, "maxTimestamp"));
    }

    /** @throws IOException when it is missing */
    static int generation(Map<String, Long> fields) throws IOException {
        return Math.toIntExact(field(fields, GENERATION));
    }

    private static long field(Map<String, Long> fields, String name) throws IOException {
        Long value = fields.get(name);
        if (value == null) {
            throw new IOException("the document has no " + name);
        }
        return value;
    }

    private static String json(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }
}
