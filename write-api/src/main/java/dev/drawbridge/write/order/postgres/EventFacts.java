package dev.drawbridge.write.order.postgres;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.drawbridge.write.order.model.Coupon;
import dev.drawbridge.write.order.model.OrderEvent;
import dev.drawbridge.write.order.model.OrderLine;
import dev.drawbridge.write.order.model.Shipment;
import java.io.IOException;

/** The facts of a change by kind of event, as the payload has them. Stateless. */
final class EventFacts implements OrderEvent.Cases<EventFacts.Fields> {

    /** Writes fields into an object that is open. */
    interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static final Fields NONE = json -> {};

    @Override
    public Fields created() {
        return NONE;
    }

    @Override
    public Fields lineAdded(OrderLine line) {
        return line(line);
    }

    @Override
    public Fields lineRemoved(OrderLine line) {
        return line(line);
    }

    @Override
    public Fields couponApplied(Coupon coupon) {
        return json -> writeCoupon(json, coupon);
    }

    @Override
    public Fields placed() {
        return NONE;
    }

    @Override
    public Fields processingStarted() {
        return NONE;
    }

    @Override
    public Fields shipped(Shipment shipment) {
        return json -> writeShipment(json, shipment);
    }

    @Override
    public Fields delivered() {
        return NONE;
    }

    @Override
    public Fields cancelled(String reason) {
        return json -> json.writeStringField("reason", reason);
    }

    @Override
    public Fields erased() {
        return NONE;
    }

    static void writeCoupon(JsonGenerator json, Coupon coupon) throws IOException {
        json.writeObjectFieldStart("coupon");
        json.writeStringField("code", coupon.code());
        json.writeNumberField("percentOff", coupon.percentOff());
        json.writeEndObject();
    }

    static void writeShipment(JsonGenerator json, Shipment shipment) throws IOException {
        json.writeObjectFieldStart("shipment");
        json.writeStringField("carrier", shipment.carrier());
        json.writeStringField("trackingNumber", shipment.trackingNumber());
        json.writeEndObject();
    }

    private static Fields line(OrderLine line) {
        return json -> {
            json.writeFieldName("line");
            OutboxPayload.writeLine(json, line);
        };
    }
}
