package dev.drawbridge.write;

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

    static DatabaseSettings from(Environment environment) {
        String url = environment.required(URL, "jdbc:postgresql://127.0.0.1:5432/drawbridge");
        if (!url.isBlank() && !url.startsWith(URL_PREFIX)) {
            environment.refuse(URL, "must start with " + URL_PREFIX + ".");
        }
        return new DatabaseSettings(
                url,
                environment.required(USERNAME, "drawbridge_writer"),
                environment.required(PASSWORD, "the password of that role"),
                environment.number(CONNECTIONS, CONNECTIONS_DEFAULT, 2, 1_000, ""));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[" + username + "]";
    }
}
