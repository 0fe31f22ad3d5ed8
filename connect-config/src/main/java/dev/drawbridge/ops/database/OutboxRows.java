package dev.drawbridge.ops.database;

import dev.drawbridge.contracts.dryrun.SampleRow;
import dev.drawbridge.ops.ActionRequiredException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** The last rows of the outbox, read with the rights of the capture role. They are private: never printed. */
public final class OutboxRows {
    private static final String LAST = """
            select id, aggregatetype, aggregateid, version, type, payloadversion, payload::text as payload,
                   to_char(occurredat at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as occurredat,
                   correlationid, causationid, traceparent
              from outbox order by occurredat desc, id desc limit ?""";

    private OutboxRows() {}

    /**
     * The last rows, the oldest of them first.
     *
     * @throws ActionRequiredException when there are none, or {@code count}, the option {@code --rows}, asks for none
     */
    public static List<SampleRow> last(DataSource database, int count) throws SQLException {
        if (count < 1) {
            throw new ActionRequiredException("--rows must be 1 or more.");
        }
        List<SampleRow> rows = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(LAST)) {
            query.setInt(1, count);
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    rows.add(row(result));
                }
            }
        }
        if (rows.isEmpty()) {
            throw new ActionRequiredException("The outbox is empty; send some commands first.");
        }
        Collections.reverse(rows);
        return rows;
    }

    private static SampleRow row(ResultSet result) throws SQLException {
        Map<String, String> callers = new HashMap<>();
        for (String column : List.of("correlationid", "causationid", "traceparent")) {
            if (result.getString(column) != null) {
                callers.put(column, result.getString(column));
            }
        }
        return new SampleRow(
                result.getString("id"),
                result.getString("aggregatetype"),
                result.getString("aggregateid"),
                result.getLong("version"),
                result.getString("type"),
                result.getInt("payloadversion"),
                result.getString("payload"),
                result.getString("occurredat"),
                callers);
    }
}
