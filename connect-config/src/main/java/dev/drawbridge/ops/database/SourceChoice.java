package dev.drawbridge.ops.database;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.files.SourceDatabase;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Source connectors by the database they read. Host, port and database have to be written alike in both places: a name that
 * only resolves to the same server may tomorrow be another.
 *
 * @param here those that read the database of a JDBC URL
 * @param elsewhere the others
 */
public record SourceChoice(List<ConnectorFile> here, List<ConnectorFile> elsewhere) {

    public SourceChoice {
        here = List.copyOf(here);
        elsewhere = List.copyOf(elsewhere);
    }

    /**
     * @param url of PostgreSQL, perhaps with several hosts
     * @throws ActionRequiredException when it is no such URL
     */
    public static SourceChoice of(String url, List<ConnectorFile> sources) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        try {
            database.setUrl(url);
        } catch (IllegalArgumentException e) {
            throw new ActionRequiredException(
                    "database.url is not jdbc:postgresql://HOST:PORT/DATABASE. Correct it in the environment.");
        }
        Map<Boolean, List<ConnectorFile>> sorted =
                sources.stream().collect(Collectors.partitioningBy(source -> reads(source, database)));
        return new SourceChoice(sorted.getOrDefault(true, List.of()), sorted.getOrDefault(false, List.of()));
    }

    private static boolean reads(ConnectorFile source, PGSimpleDataSource database) {
        SourceDatabase wanted = SourceDatabase.of(source);
        String[] hosts = database.getServerNames();
        int[] ports = database.getPortNumbers();
        String name = String.valueOf(database.getDatabaseName());
        return IntStream.range(0, hosts.length)
                .mapToObj(i -> new SourceDatabase(hosts[i], String.valueOf(ports[i]), name))
                .anyMatch(wanted::equals);
    }
}
