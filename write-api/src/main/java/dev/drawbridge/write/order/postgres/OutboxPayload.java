package dev.drawbridge.write.order.postgres;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.drawbridge.write.order.model.Customer;
import dev.drawbridge.write.order.model.Order;
import dev.drawbridge.write.order.model.OrderEvent;
import dev.drawbridge.write.order.model.OrderLine;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The internal payload, version 1: <code>{"event": facts of the change, "state": the whole order after it}</code>. Money is
 * written as numbers with two decimals, instants with six.
 */
final class OutboxPayload {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private static final DateTimeFormatter MICROS =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

    private OutboxPayload() {}

    /** The payload, or null when the order is erased: of it nothing is told any more. */
    static @Nullable String of(Order order, OrderEvent event) {
        Customer customer = order.customer();
        if (customer == null) {
            return null;
        }
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeObjectFieldStart("event");
            event.map(new Facts()).writeTo(json);
            json.writeEndObject();
            json.writeObjectFieldStart("state");
            writeState(json, order, customer);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return text.toString();
    }

    private static void writeState(JsonGenerator json, Order order, Customer customer) throws IOException {
        json.writeStringField("status", order.status().name());
        json.writeObjectFieldStart("customer");
        json.writeStringField("name", customer.name());
        json.writeStringField("city", customer.city());
        json.writeEndObject();
        json.writeStringField("currency", Order.CURRENCY);
        json.writeArrayFieldStart("lines");
        for (OrderLine line : order.lines()) {
            writeLine(json, line);
        }
        json.writeEndArray();
        json.writeNumberField("total", order.total());
        json.writeNumberField("margin", order.margin());
        json.writeNumberField("riskScore", order.riskScore());
        json.writeArrayFieldStart("staffNotes");
        for (String note : order.staffNotes()) {
            json.writeString(note);
        }
        json.writeEndArray();
        writeInstant(json, "createdAt", order.createdAt());
        writeInstant(json, "updatedAt", order.updatedAt());
    }

    private static void writeLine(JsonGenerator json, OrderLine line) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", line.productName());
        json.writeNumberField("quantity", line.quantity());
        json.writeNumberField("price", line.unitPrice());
        json.writeNumberField("unitCost", line.unitCost());
        json.writeEndObject();
    }

    private static void writeInstant(JsonGenerator json, String field, Instant instant) throws IOException {
        json.writeStringField(field, MICROS.format(instant));
    }

    /** Writes fields into an object that is open. */
    private interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** The facts of a change by kind of event. */
    private static final class Facts implements OrderEvent.Cases<Fields> {
        @Override
        public Fields created() {
            return json -> {};
        }

        @Override
        public Fields lineAdded(OrderLine line) {
            return json -> {
                json.writeFieldName("line");
                writeLine(json, line);
            };
        }

        @Override
        public Fields cancelled(String reason) {
            return json -> json.writeStringField("reason", reason);
        }

        @Override
        public Fields erased() {
            return json -> {};
        }
    }
}
