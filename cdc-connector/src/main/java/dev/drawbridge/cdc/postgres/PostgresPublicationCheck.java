package dev.drawbridge.cdc.postgres;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;

/** That the publication lets out the inserts of the outbox, all of them and nothing else. Used by one thread. */
final class PostgresPublicationCheck {
    private static final String UNLOGGED = """
            select c.oid::regclass::text from pg_class r join pg_namespace n on n.oid = r.relnamespace,
              lateral pg_partition_tree(r.oid) p join pg_class c on c.oid = p.relid
            where n.nspname || '.' || r.relname = any (string_to_array(?, ','))
              and (c.relpersistence <> 'p' or c.relkind not in ('r', 'p')) order by 1 limit 1""";

    /** Partitioned tables of the list that the publication names, but lets out under their partitions' names. */
    private static final String BY_PARTITION = """
            select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
              join pg_publication_rel r on r.prrelid = c.oid join pg_publication p on p.oid = r.prpubid
              where p.pubname = ? and not p.pubviaroot and c.relkind = 'p'
              and n.nspname || '.' || c.relname = any (string_to_array(?, ',')))""";

    private static final String MISSING = """
            select string_agg(name, ', ') from unnest(string_to_array(?, ',')) name where not exists (
              select from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where n.nspname || '.' || c.relname = name and c.relkind in ('r', 'p'))""";

    private final Catalog catalog;
    private final OutboxTables tables;
    private final String name;
    private final String where;
    private final String publication;

    /** @param where the database, as messages name it */
    PostgresPublicationCheck(Catalog catalog, Map<String, String> config, String where) {
        this.catalog = catalog;
        this.tables = OutboxTables.of(config);
        this.name = config.getOrDefault("publication.name", "");
        this.where = where;
        this.publication = "Publication '" + name + "' on " + where;
    }

    /** @throws ConnectException naming what is wrong and what to do */
    void run() throws SQLException {
        checkTablesExist();
        checkOperations();
        checkTables();
        checkPartitions(catalog, tables, where);
    }

    private void checkTablesExist() throws SQLException {
        String missing = catalog.ask(MISSING, row -> row.getString(1), tables.asParameter());
        if (missing != null) {
            throw new ConnectException(
                    OutboxTables.OPTION + ": there is no table " + missing + " on " + where
                            + "; name schema and table in the case that PostgreSQL stores, or create it by the outbox migrations.");
        }
    }

    private void checkOperations() throws SQLException {
        String sql = "select puballtables, pubinsert and not (pubupdate or pubdelete or pubtruncate)"
                + " from pg_publication where pubname = ?";
        boolean[] found = catalog.ask(sql, row -> new boolean[] {row.getBoolean(1), row.getBoolean(2)}, name);
        if (found == null) {
            throw new ConnectException("publication.name: publication '" + name + "' does not exist on " + where
                    + ". Create it (create publication " + quotedName() + forTables() + "), then "
                    + Remedy.AND_REPUBLISH);
        }
        if (found[0]) {
            throw new ConnectException(
                    publication + " lets out all tables. Recreate it (drop publication " + quotedName()
                            + "; create publication " + quotedName() + forTables() + "), then " + Remedy.AND_REPUBLISH);
        }
        if (!found[1]) {
            throw new ConnectException(
                    publication + " lets out other operations than inserts. Correct it (alter publication "
                            + quotedName() + " set (publish = 'insert')), then " + Remedy.AND_REPUBLISH);
        }
    }

    /** A table dropped and created again has left its publication: everything would seem well and nothing would come. */
    private void checkTables() throws SQLException {
        List<String> published = catalog.all(
                "select schemaname || '.' || tablename from pg_publication_tables where pubname = ?",
                row -> row.getString(1),
                name);
        Set<String> found = new TreeSet<>(published);
        if (!found.equals(tables.names()) && isByPartition()) {
            throw new ConnectException(publication + " lets rows out under the names of the partitions that hold them: "
                    + String.join(", ", found) + ". Let it use the partitioned table's (alter publication "
                    + quotedName()
                    + " set (publish_via_partition_root = true)), then " + Remedy.AND_REPUBLISH);
        }
        if (!found.equals(tables.names())) {
            throw new ConnectException(publication + " holds "
                    + (found.isEmpty() ? "no table" : String.join(", ", found))
                    + " and should hold " + String.join(", ", tables.names()) + " and nothing else. Correct "
                    + OutboxTables.OPTION + ", or the publication (alter publication " + quotedName() + " set table "
                    + tables.quoted(catalog) + "), then " + Remedy.AND_REPUBLISH);
        }
        checkFilters();
    }

    private boolean isByPartition() throws SQLException {
        return Boolean.TRUE.equals(catalog.ask(BY_PARTITION, row -> row.getBoolean(1), name, tables.asParameter()));
    }

    private void checkFilters() throws SQLException {
        String filtered = catalog
                .all(
                        "select schemaname || '.' || tablename from pg_publication_tables"
                                + " where pubname = ? and rowfilter is not null",
                        row -> row.getString(1),
                        name)
                .stream()
                .collect(Collectors.joining(", "));
        if (!filtered.isEmpty()) {
            throw new ConnectException(publication + " filters the rows of " + filtered
                    + ". Take the filter away (alter publication " + quotedName() + " set table "
                    + tables.quoted(catalog)
                    + "), then " + Remedy.AND_REPUBLISH);
        }
    }

    /**
     * What is written to an unlogged or foreign partition is not in the WAL, and nothing refuses such a partition.
     *
     * @throws ConnectException naming the partition
     */
    static void checkPartitions(Catalog catalog, OutboxTables tables, String where) throws SQLException {
        String partition = catalog.ask(UNLOGGED, row -> row.getString(1), tables.asParameter());
        if (partition != null) {
            throw new ConnectException("Table " + partition + " on " + where
                    + " holds rows of the outbox, but is unlogged or"
                    + " foreign, so that they never reach a slot. Make it an ordinary table (alter table " + partition
                    + " set logged), and republish on the write side what was written to it.");
        }
    }

    private String forTables() throws SQLException {
        return " for table " + tables.quoted(catalog) + " with (publish = 'insert')";
    }

    private String quotedName() throws SQLException {
        return catalog.quoted(name);
    }
}
