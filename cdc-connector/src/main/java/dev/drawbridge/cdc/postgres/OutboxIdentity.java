package dev.drawbridge.cdc.postgres;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What rows of the outbox reach the slot through, as the catalogs number it. pgoutput evaluates the publication as of each WAL
 * record, so what is written while the table is out of it is gone, also once it is put back: each change leaves another number.
 *
 * <p>Every {@code ALTER PUBLICATION} writes {@code pg_publication} or makes other rows of {@code pg_publication_rel}. A table's
 * row in {@code pg_class} changes with many harmless statements; its row type's in {@code pg_type} only when it is renamed, moved
 * or given to another owner.
 *
 * @param publication numbers of the publication and of what it names
 * @param tables numbers of the captured tables and their row types
 */
record OutboxIdentity(String publication, String tables) {
    private static final String SQL = """
            select
              coalesce((select p.oid::text || '.' || p.xmin::text from pg_publication p where p.pubname = ?), 'none')
                || coalesce((select string_agg(' ' || r.oid || '.' || r.xmin::text, '' order by r.oid)
                     from pg_publication_rel r join pg_publication p on p.oid = r.prpubid where p.pubname = ?), '')
                || coalesce((select string_agg(' ' || s.oid || '.' || s.xmin::text, '' order by s.oid)
                     from pg_publication_namespace s join pg_publication p on p.oid = s.pnpubid where p.pubname = ?), ''),
              coalesce((select string_agg(c.oid || '.' || t.oid || '.' || t.xmin::text, ' ' order by c.oid)
                from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_type t on t.oid = c.reltype
                where n.nspname || '.' || c.relname = any (string_to_array(?, ','))), 'none')""";

    static OutboxIdentity read(Catalog catalog, String publication, OutboxTables tables) throws SQLException {
        OutboxIdentity identity = catalog.ask(
                SQL,
                row -> new OutboxIdentity(row.getString(1), row.getString(2)),
                publication,
                publication,
                publication,
                tables.asParameter());
        if (identity == null) {
            throw new SQLException("the catalogs have no answer");
        }
        return identity;
    }

    /** What happened since {@code earlier}, in words that a sentence begins with; null if nothing. */
    @Nullable
    String changeSince(OutboxIdentity earlier, String publicationName, OutboxTables names) {
        if (!publication.equals(earlier.publication())) {
            return "Publication '" + publicationName + "' was altered or recreated";
        }
        if (!tables.equals(earlier.tables())) {
            return "Table " + String.join(", ", names.names())
                    + " was renamed, recreated, moved or given to another owner";
        }
        return null;
    }
}
