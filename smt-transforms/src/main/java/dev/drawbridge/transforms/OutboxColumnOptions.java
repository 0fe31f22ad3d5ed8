package dev.drawbridge.transforms;

import dev.drawbridge.contracts.outbox.OutboxColumn;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** What the outbox table calls its columns, under the option names that users of Debezium's EventRouter know. */
final class OutboxColumnOptions {
    private static final Map<OutboxColumn, String> OPTIONS = options();

    private OutboxColumnOptions() {}

    private static Map<OutboxColumn, String> options() {
        Map<OutboxColumn, String> options = new EnumMap<>(OutboxColumn.class);
        for (OutboxColumn column : OutboxColumn.values()) {
            options.put(column, "table.field.event." + column.columnName());
        }
        // EventRouter has its own names for these two
        options.put(OutboxColumn.AGGREGATEID, "table.field.event.key");
        options.put(OutboxColumn.OCCURREDAT, "table.field.event.timestamp");
        return options;
    }

    static void define(ConfigDef definition) {
        OPTIONS.forEach((column, option) -> definition.define(
                option,
                ConfigDef.Type.STRING,
                column.columnName(),
                // an option of a JSON null would pass the other one
                ConfigDef.CompositeValidator.of(new ConfigDef.NonNullValidator(), new ConfigDef.NonEmptyString()),
                Importance.LOW,
                "The outbox table's name for the column '" + column.columnName() + "'."));
    }

    static Map<OutboxColumn, String> names(AbstractConfig config) {
        Map<OutboxColumn, String> names = new EnumMap<>(OutboxColumn.class);
        OPTIONS.forEach((column, option) -> names.put(column, config.getString(option)));
        return names;
    }
}
