package dev.drawbridge.cdc.postgres;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * That the publication lets out the inserts of the outbox, all of them and nothing else, with every column that PublishEvent
 * reads. Used by one thread.
 */
final class PostgresPublicationCheck {
    private static final List<String> COLUMNS = List.of(
            "id",
            "aggregatetype",
            "aggregateid",
            "version",
            "type",
            "payloadversion",
            "payload",
            "occurredat",
            "correlationid",
            "causationid",
            "traceparent",
            "replay");

    /** Options of PublishEvent that say what the table calls them. */
    private static final Pattern COLUMN_NAME = Pattern.compile("transforms\\.[^.]+\\.table\\.field\\.event\\..+");

    private static final String UNPUBLISHED = """
            select string_agg(a.attname, ', ' order by a.attnum)
            from pg_publication_tables p
              join pg_namespace n on n.nspname = p.schemaname
              join pg_class c on c.relnamespace = n.oid and c.relname = p.tablename
              join pg_attribute a on a.attrelid = c.oid
            where p.pubname = ? and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
              and a.attname = any (string_to_array(?, ',')) and a.attname <> all (p.attnames)""";

    private final Catalog catalog;
    private final Map<String, String> config;
    private final String where;
    private final String name;

    /** @param where the database, as messages name it */
    PostgresPublicationCheck(Catalog catalog, Map<String, String> config, String where) {
        this.catalog = catalog;
        this.config = config;
        this.where = where;
        this.name = config.getOrDefault("publication.name", "");
    }

    /** @throws ConnectException naming what is wrong and what to do */
    void run() throws SQLException {
        checkOperations();
        String tables = config.getOrDefault("table.include.list", "public.outbox");
        checkTables(tables);
        checkColumns(tables);
    }

    private void checkOperations() throws SQLException {
        String sql =
                "select puballtables or pubupdate or pubdelete or pubtruncate from pg_publication where pubname = ?";
        Boolean tooWide = catalog.ask(sql, row -> row.getBoolean(1), name);
        if (tooWide == null) {
            throw new ConnectException("Publication '" + name + "' does not exist on " + where
                    + "; run the outbox migrations, or set publication.name.");
        }
        if (tooWide) {
            throw new ConnectException("Publication '" + name + "' on " + where
                    + " lets out more than inserts of the outbox; recreate it: create publication " + name
                    + " for table outbox with (publish = 'insert').");
        }
    }

    /** A table dropped and created again has left its publication: everything would seem well and nothing would come. */
    private void checkTables(String expected) throws SQLException {
        String sql = "select string_agg(schemaname || '.' || tablename, ',' order by schemaname, tablename),"
                + " bool_or(rowfilter is not null) from pg_publication_tables where pubname = ?";
        String found = catalog.ask(sql, row -> row.getString(1) + (row.getBoolean(2) ? " (filtered)" : ""), name);
        if (!expected.equals(found)) {
            throw new ConnectException("Publication '" + name + "' on " + where + " holds " + found
                    + " and should hold " + expected
                    + " (table.include.list), whole and nothing else; correct table.include.list, or if that is the outbox,"
                    + " mend the publication with alter publication " + name + " set table " + expected + ".");
        }
    }

    /**
     * PublishEvent takes a column that does not come for one that the table does not have, and a list of columns forgets those
     * that a later migration adds. Columns that are not read may stay at home.
     */
    private void checkColumns(String table) throws SQLException {
        String read = Stream.concat(
                        COLUMNS.stream(),
                        config.keySet().stream()
                                .filter(COLUMN_NAME.asMatchPredicate())
                                .map(config::get))
                .collect(Collectors.joining(","));
        String unpublished = catalog.ask(UNPUBLISHED, row -> row.getString(1), name, read);
        if (unpublished != null) {
            throw new ConnectException("Publication '" + name + "' on " + where + " leaves out " + unpublished
                    + " of " + table
                    + ", which PublishEvent reads: events would lack what it says without an error; let all"
                    + " columns out with alter publication " + name + " set table " + table
                    + ", or add it to its list.");
        }
    }
}
