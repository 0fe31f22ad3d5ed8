package dev.drawbridge.cdc.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;

/** Connections to the captured database, by the coordinates and the role that Debezium's options name. Immutable. */
record CaptureDatabase(Map<String, String> config) {
    private static final String SSL_PREFIX = "database.ssl";
    private static final String TIMEOUT_SECONDS = "10";

    /** For SQL. */
    Connection connect() throws SQLException {
        return connect(new Properties());
    }

    /** For commands of the replication protocol, such as IDENTIFY_SYSTEM; its role needs REPLICATION. */
    Connection connectForReplication() throws SQLException {
        Properties replication = new Properties();
        replication.setProperty("replication", "database");
        replication.setProperty("assumeMinServerVersion", "15");
        replication.setProperty("preferQueryMode", "simple");
        return connect(replication);
    }

    private Connection connect(Properties properties) throws SQLException {
        properties.setProperty("user", config.getOrDefault("database.user", ""));
        properties.setProperty("password", config.getOrDefault("database.password", ""));
        properties.setProperty("loginTimeout", TIMEOUT_SECONDS);
        properties.setProperty("socketTimeout", TIMEOUT_SECONDS);
        config.forEach((key, value) -> {
            if (key.startsWith(SSL_PREFIX)) {
                properties.setProperty(key.substring("database.".length()), value);
            }
        });
        // Not DriverManager: in a worker, it may not see a driver that only this plugin brings.
        Connection connection = new Driver().connect("jdbc:postgresql://" + where(), properties);
        if (connection == null) {
            throw new SQLException("jdbc:postgresql://" + where() + " is not a PostgreSQL address");
        }
        return connection;
    }

    /** As messages name it. */
    String where() {
        return config.get("database.hostname") + ":" + config.getOrDefault("database.port", "5432") + "/"
                + config.get("database.dbname");
    }
}
