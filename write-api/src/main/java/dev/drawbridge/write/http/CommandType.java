package dev.drawbridge.write.http;

import dev.drawbridge.http.JsonBody;
import dev.drawbridge.write.order.model.OrderCommand;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** The types of commands: the last part of the path, and the command that the body spells out. */
@SuppressWarnings("ImmutableEnumChecker") // the readers keep nothing
public enum CommandType {
    CREATE(body -> new OrderCommand.CreateOrder(
            body.text("customerName"), body.text("customerCity"), body.optionalText("staffNote"))),
    ADD_LINE(body -> new OrderCommand.AddLine(
            body.text("productName"), body.wholeNumber("quantity"), body.number("unitPrice"), body.number("unitCost"))),
    REMOVE_LINE(body -> new OrderCommand.RemoveLine(body.wholeNumber("lineNumber"))),
    APPLY_COUPON(body -> new OrderCommand.ApplyCoupon(body.text("code"), body.wholeNumber("percentOff"))),
    PLACE(body -> new OrderCommand.PlaceOrder()),
    START_PROCESSING(body -> new OrderCommand.StartProcessing()),
    SHIP(body -> new OrderCommand.ShipOrder(body.text("carrier"), body.text("trackingNumber"))),
    DELIVER(body -> new OrderCommand.DeliverOrder()),
    CANCEL(body -> new OrderCommand.CancelOrder(body.text("reason"), body.optionalText("staffNote"))),
    ERASE(body -> new OrderCommand.EraseOrder());

    private final Function<JsonBody, OrderCommand> reader;

    CommandType(Function<JsonBody, OrderCommand> reader) {
        this.reader = reader;
    }

    /** The type with that path. */
    public static CommandType of(String path) {
        return Stream.of(values())
                .filter(type -> type.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    /** As it stands in the URI: {@code add-line}. */
    public String path() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The command that the body spells out.
     *
     * @param json an object; nothing at all stands for an empty one
     */
    public OrderCommand read(String json) {
        JsonBody body = JsonBody.parse(json.isEmpty() ? "{}" : json);
        OrderCommand command = reader.apply(body);
        body.requireNothingElse();
        return command;
    }

    int successStatus() {
        return this == CREATE ? 201 : 200;
    }
}
