package dev.drawbridge.cdc.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * That each outbox has the columns that PublishEvent reads, of types that it can read, and the publication lets them out.
 * PublishEvent takes a column that does not come for one that the table does not have. Used by one thread.
 */
final class OutboxColumnCheck {
    /** Up to PostgreSQL 17 {@code pg_publication_tables} lists generated columns, which pgoutput leaves out. */
    private static final String COLUMNS = """
            select a.attname, format_type(a.atttypid, a.atttypmod), coalesce(b.typname, t.typname),
              coalesce(b.typtype, t.typtype) = 'e',
              a.attname = any (p.attnames)
                and (a.attgenerated = '' or current_setting('server_version_num')::int >= 180000)
            from pg_publication_tables p
              join pg_namespace n on n.nspname = p.schemaname
              join pg_class c on c.relnamespace = n.oid and c.relname = p.tablename
              join pg_attribute a on a.attrelid = c.oid
              join pg_type t on t.oid = a.atttypid
              left join pg_type b on t.typtype = 'd' and b.oid = t.typbasetype
            where p.pubname = ? and n.nspname || '.' || c.relname = ? and a.attnum > 0 and not a.attisdropped""";

    private record Column(String name, String type, String baseType, boolean isEnum, boolean isPublished) {}

    private final Catalog catalog;
    private final Map<String, String> config;
    private final String where;
    private final String publication;

    /** @param where the database, as messages name it */
    OutboxColumnCheck(Catalog catalog, Map<String, String> config, String where) {
        this.catalog = catalog;
        this.config = config;
        this.where = where;
        this.publication = config.getOrDefault("publication.name", "");
    }

    /** @throws ConnectException naming what is wrong and what to do */
    void run() throws SQLException {
        for (String table : OutboxTables.of(config).names()) {
            check(table, columns(table));
        }
    }

    private Map<String, Column> columns(String table) throws SQLException {
        Map<String, Column> columns = new HashMap<>();
        catalog.all(
                        COLUMNS,
                        row -> new Column(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getBoolean(4),
                                row.getBoolean(5)),
                        publication,
                        table)
                .forEach(column -> columns.put(column.name(), column));
        return columns;
    }

    private void check(String table, Map<String, Column> columns) throws SQLException {
        List<String> unreadable = new ArrayList<>();
        List<String> unpublished = new ArrayList<>();
        for (OutboxColumn read : OutboxColumn.values()) {
            String name = read.nameIn(config);
            Column column = columns.get(name);
            String problem = problem(read, column);
            if (problem != null) {
                unreadable.add("'" + name + "' " + problem + " (transforms.*." + read.option() + ")");
            } else if (column != null && !column.isPublished()) {
                unpublished.add(name);
            }
        }
        if (!unreadable.isEmpty()) {
            throw new ConnectException("PublishEvent cannot read these columns of " + table + " on " + where + ": "
                    + String.join("; ", unreadable)
                    + ". Change the table, or name another column by the option in brackets.");
        }
        if (!unpublished.isEmpty()) {
            throw new ConnectException("Publication '" + publication + "' on " + where + " leaves out "
                    + String.join(", ", unpublished) + " of " + table
                    + ", which PublishEvent reads. Let all columns out (alter publication "
                    + catalog.quoted(publication)
                    + " set table " + OutboxTables.of(config).quoted(catalog)
                    + ") and make generated ones ordinary, then " + Remedy.AND_REPUBLISH);
        }
    }

    private static @Nullable String problem(OutboxColumn read, @Nullable Column column) {
        if (column == null) {
            return read.isRequired() ? "is missing" : null;
        }
        return read.accepts(column.baseType(), column.isEnum())
                ? null
                : "has type " + column.type() + ", and should have one of " + read.accepted();
    }
}
