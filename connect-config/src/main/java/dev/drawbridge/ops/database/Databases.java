package dev.drawbridge.ops.database;

import dev.drawbridge.ops.environment.DatabaseAccess;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections to an environment's database. */
public final class Databases {
    private static final int CONNECT_TIMEOUT_SECONDS = 10;

    private Databases() {}

    public static DataSource of(DatabaseAccess access) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(access.url());
        source.setUser(access.credentials().username());
        source.setPassword(access.credentials().password().reveal());
        source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
        source.setLogServerErrorDetail(false); // details of errors quote rows
        return source;
    }
}
