package dev.drawbridge.stack.deploy;

import dev.drawbridge.outbox.OutboxDatabase;
import dev.drawbridge.write.WriteDatabase;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** Roles with their passwords, outbox, private tables, publication and slot, in a database that exists. */
final class DatabaseStep {
    private static final String ADMIN = "postgres";
    private static final Duration SLOT_TIMEOUT = Duration.ofSeconds(20);

    private final Place place;
    private final Settings secrets;

    DatabaseStep(Place place, Settings secrets) {
        this.place = place;
        this.secrets = secrets;
    }

    void apply() throws SQLException {
        OutboxDatabase outbox = new OutboxDatabase(administrator());
        outbox.migrate();
        setPassword(outbox, OutboxDatabase.OWNER, "postgres.owner.password");
        setPassword(outbox, OutboxDatabase.WRITER, "postgres.writer.password");
        setPassword(outbox, OutboxDatabase.CAPTURE, "postgres.capture.password");
        WriteDatabase.migrate(url(), OutboxDatabase.OWNER, secrets.get("postgres.owner.password"));
        outbox.createSlot(place.source().config().getOrDefault("slot.name", "debezium"), SLOT_TIMEOUT);
    }

    private void setPassword(OutboxDatabase outbox, String role, String key) throws SQLException {
        outbox.setPassword(role, secrets.get(key).toCharArray());
    }

    private String url() {
        Settings settings = place.settings();
        return "jdbc:postgresql://" + settings.get("postgres.host") + ":" + settings.get("postgres.port") + "/"
                + settings.get("postgres.database");
    }

    private PGSimpleDataSource administrator() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url());
        source.setUser(ADMIN);
        source.setPassword(secrets.get("postgres.admin.password"));
        source.setConnectTimeout(10);
        return source;
    }
}
