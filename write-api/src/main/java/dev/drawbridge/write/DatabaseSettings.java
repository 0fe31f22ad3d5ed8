package dev.drawbridge.write;

import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * How to reach the database. Immutable.
 *
 * @param connections how many at most
 */
record DatabaseSettings(String url, String username, String password, int connections) {
    static final String URL = "WRITE_DB_URL";
    static final String URL_PREFIX = "jdbc:postgresql://";

    static final String USERNAME = "WRITE_DB_USERNAME";

    static final String PASSWORD = "WRITE_DB_PASSWORD";

    static final String CONNECTIONS = "WRITE_DB_CONNECTIONS";
    static final String CONNECTIONS_DEFAULT = "10";

    private static final Set<String> CREDENTIALS = Set.of("user", "password");

    /** What {@link WriteDatabase#pool} sets, and nobody else. */
    private static final Set<String> OURS = Set.of(
            "user",
            "password",
            "options",
            "socketTimeout",
            "connectTimeout",
            "tcpKeepAlive",
            "ApplicationName",
            "logServerErrorDetail");

    private static final String EXAMPLE_URL = URL_PREFIX + "127.0.0.1:5432/drawbridge";

    static DatabaseSettings from(EnvironmentVariables environment) {
        return new DatabaseSettings(
                url(environment),
                environment.required(USERNAME, "drawbridge_writer"),
                environment.required(PASSWORD, "the password of that role"),
                environment.number(CONNECTIONS, CONNECTIONS_DEFAULT, 2, 1_000, ""));
    }

    private static String url(EnvironmentVariables environment) {
        String url = environment.required(URL, EXAMPLE_URL);
        if (!url.isBlank() && !url.startsWith(URL_PREFIX)) {
            environment.refuse(URL, "must start with " + URL_PREFIX + ".");
        } else if (!url.isBlank()) {
            askDriver(environment, url);
        }
        return url;
    }

    /** The driver would log what it does not like, and with it passwords that stand in the URL. */
    private static void askDriver(EnvironmentVariables environment, String url) {
        Logger driver = Logger.getLogger("org.postgresql");
        Level before = driver.getLevel();
        driver.setLevel(Level.OFF);
        try {
            refuseWhatIsOurs(environment, url);
        } catch (SQLException notTaken) {
            environment.refuse(
                    URL,
                    "is not a URL that the PostgreSQL driver takes: check host, port and escapes, as in " + EXAMPLE_URL
                            + ".");
        } finally {
            driver.setLevel(before);
        }
    }

    /** What stands in the URL comes before what is set beside it: the service would lose its timeouts unnoticed. */
    private static void refuseWhatIsOurs(EnvironmentVariables environment, String url) throws SQLException {
        String ours = UUID.randomUUID().toString();
        Properties beside = new Properties();
        OURS.forEach(parameter -> beside.setProperty(parameter, ours));
        for (DriverPropertyInfo parameter : DriverManager.getDriver(url).getPropertyInfo(url, beside)) {
            if (OURS.contains(parameter.name) && !ours.equals(parameter.value)) {
                environment.refuse(
                        URL,
                        "holds the parameter " + parameter.name + ", which this service sets itself: take it out of "
                                + URL
                                + (CREDENTIALS.contains(parameter.name)
                                        ? ", and set " + USERNAME + " and " + PASSWORD
                                        : "")
                                + ".");
            }
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[" + username + "]";
    }
}
