package dev.drawbridge.write;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.flywaydb.core.Flyway;

/**
 * The write side's own tables: brings them up to date, and connects to them. The outbox beside them belongs to the capture
 * module and must be migrated first. Thread-safe.
 */
public final class WriteDatabase {

    /** Where the migrations are. */
    public static final String LOCATION = "classpath:db/write";

    /** Where Flyway keeps their history. */
    public static final String HISTORY_TABLE = "write_schema_history";

    private WriteDatabase() {}

    /**
     * Creates the private tables, or brings them up to date.
     *
     * @param jdbcUrl of the database that holds the outbox
     * @param ownerUser drawbridge_owner, who owns the tables
     * @throws org.flywaydb.core.api.FlywayException when a migration fails, or was changed after it ran
     */
    public static void migrate(String jdbcUrl, String ownerUser, String ownerPassword) {
        Flyway.configure()
                .dataSource(jdbcUrl, ownerUser, ownerPassword)
                .locations(LOCATION)
                .failOnMissingLocations(true)
                .table(HISTORY_TABLE)
                .defaultSchema("public")
                // The schema holds the outbox already, so it is not empty: start before version 1.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    /** Connections as the writer role, by name of what uses them. */
    static HikariDataSource pool(DatabaseSettings settings, String name, int connections) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setJdbcUrl(settings.url());
        pool.setUsername(settings.username());
        pool.setPassword(settings.password());
        pool.setMaximumPoolSize(connections);
        pool.setMinimumIdle(Math.min(2, connections));
        pool.setConnectionTimeout(Duration.ofSeconds(3).toMillis());
        pool.setInitializationFailTimeout(-1);
        // A firewall forgets a connection that is idle, without a word: one that is asked every minute is not.
        pool.setKeepaliveTime(Duration.ofMinutes(1).toMillis());
        // Where it was forgotten nevertheless, a caller that waits for a connection gets another one in time.
        pool.setValidationTimeout(Duration.ofSeconds(1).toMillis());
        pool.addDataSourceProperty("ApplicationName", "drawbridge-" + name);
        pool.addDataSourceProperty("connectTimeout", "5");
        pool.addDataSourceProperty("socketTimeout", "30");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        // Details of errors quote rows; they stay out of messages, and so out of logs.
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        pool.addDataSourceProperty(
                "options", "-c lock_timeout=2s -c statement_timeout=10s -c idle_in_transaction_session_timeout=30s");
        return new HikariDataSource(pool);
    }
}
