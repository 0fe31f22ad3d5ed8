package dev.drawbridge.sink.elastic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.drawbridge.sink.progress.Progress;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import org.apache.kafka.common.TopicPartition;

/** A document that holds progress. Immutable. */
record ProgressNote(String id, String index, TopicPartition partition, Progress progress) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Two lines of a bulk that write it to {@code target}. */
    String asBulk(String target) {
        return operation(target) + "\n" + document() + "\n";
    }

    private String operation(String target) {
        return json(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("index");
            json.writeStringField("_index", target);
            json.writeStringField("_id", id);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private String document() {
        return json(json -> {
            json.writeStartObject();
            json.writeStringField("index", index);
            json.writeStringField("topic", partition.topic());
            json.writeNumberField("partition", partition.partition());
            json.writeNumberField("position", progress.position());
            json.writeNumberField("seenUntil", progress.seenUntil());
            json.writeNumberField("idleAt", progress.idleAt());
            json.writeEndObject();
        });
    }

    /** Asks for the notes with {@code ids}. */
    static String question(Collection<String> ids) {
        return json(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("ids");
            for (String id : ids) {
                json.writeString(id);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static String json(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }
}
