package dev.drawbridge.write.order.postgres;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.write.order.model.Coupon;
import dev.drawbridge.write.order.model.Customer;
import dev.drawbridge.write.order.model.Order;
import dev.drawbridge.write.order.model.OrderEvent;
import dev.drawbridge.write.order.model.OrderLine;
import dev.drawbridge.write.order.model.Shipment;
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
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final DateTimeFormatter MICROS =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

    private OutboxPayload() {}

    /** The payload, or null when the order is erased: of it nothing is published any more. */
    static @Nullable String of(Order order, OrderEvent event) {
        return of(order, json -> {
            json.writeStartObject();
            event.map(new EventFacts()).writeTo(json);
            json.writeEndObject();
        });
    }

    /** The payload of a version published before: its facts as they were, its state as it would be published today. */
    static @Nullable String again(Order order, @Nullable String before) {
        String facts = before == null ? "{}" : facts(before);
        return of(order, json -> json.writeRawValue(facts));
    }

    private static @Nullable String of(Order order, EventFacts.Fields event) {
        Customer customer = order.customer();
        if (customer == null) {
            return null;
        }
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeFieldName("event");
            event.writeTo(json);
            json.writeObjectFieldStart("state");
            writeState(json, order, customer);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return text.toString();
    }

    /** The text of the member {@code event}, digit by digit as it stands there. */
    private static String facts(String payload) {
        try {
            return EXACT.readTree(payload).path("event").toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An outbox row holds a payload that is no JSON");
        }
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
        json.writeNumberField("discount", order.discount());
        json.writeNumberField("total", order.total());
        json.writeNumberField("margin", order.margin());
        json.writeNumberField("riskScore", order.riskScore());
        writeIfAny(json, order.coupon(), order.shipment());
        json.writeArrayFieldStart("staffNotes");
        for (String note : order.staffNotes()) {
            json.writeString(note);
        }
        json.writeEndArray();
        writeInstant(json, "createdAt", order.createdAt());
        writeInstant(json, "updatedAt", order.updatedAt());
    }

    private static void writeIfAny(JsonGenerator json, @Nullable Coupon coupon, @Nullable Shipment shipment)
            throws IOException {
        if (coupon != null) {
            EventFacts.writeCoupon(json, coupon);
        }
        if (shipment != null) {
            EventFacts.writeShipment(json, shipment);
        }
    }

    static void writeLine(JsonGenerator json, OrderLine line) throws IOException {
        json.writeStartObject();
        json.writeNumberField("number", line.number());
        json.writeStringField("name", line.productName());
        json.writeNumberField("quantity", line.quantity());
        json.writeNumberField("price", line.unitPrice());
        json.writeNumberField("unitCost", line.unitCost());
        json.writeEndObject();
    }

    private static void writeInstant(JsonGenerator json, String field, Instant instant) throws IOException {
        json.writeStringField(field, MICROS.format(instant));
    }
}
