package dev.drawbridge.ops.database;

import dev.drawbridge.ops.environment.Environment;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.outbox.OutboxDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** The outbox in its database: roles, table, publication, passwords, slots. Each step may be run again. */
public final class OutboxSetup {
    private static final Duration SLOT_TIMEOUT = Duration.ofSeconds(20);
    private static final String DEBEZIUMS_SLOT = "debezium";

    private static final Map<String, String> ROLES =
            Map.of("owner", OutboxDatabase.OWNER, "writer", OutboxDatabase.WRITER, "capture", OutboxDatabase.CAPTURE);

    private final OutboxDatabase outbox;
    private final Environment environment;

    public OutboxSetup(Environment environment) {
        this(Databases.of(environment.databaseAdministrator()), environment);
    }

    OutboxSetup(DataSource administrator, Environment environment) {
        this.outbox = new OutboxDatabase(administrator);
        this.environment = environment;
    }

    /**
     * Applies what is missing, gives the roles the passwords that the environment has for them, and creates the slots of these
     * source connectors.
     *
     * @return what was done, one line each
     */
    public List<String> apply(List<ConnectorFile> sources) throws SQLException {
        List<String> done = new ArrayList<>();
        outbox.migrate();
        done.add("outbox is up to date");
        for (var role : ROLES.entrySet()) {
            var password = environment.databasePassword(role.getKey());
            if (password.isPresent()) {
                outbox.setPassword(role.getValue(), password.get().reveal().toCharArray());
                done.add("role " + role.getValue() + " has its password");
            }
        }
        done.addAll(slots(sources));
        return done;
    }

    private List<String> slots(List<ConnectorFile> sources) throws SQLException {
        List<String> done = new ArrayList<>();
        for (ConnectorFile source : sources) {
            String slot = slot(source);
            outbox.createSlot(slot, SLOT_TIMEOUT);
            done.add("slot " + slot + " exists");
        }
        return done;
    }

    /** Of a source connector; Debezium's default where it names none. */
    public static String slot(ConnectorFile source) {
        return source.config().getOrDefault("slot.name", DEBEZIUMS_SLOT);
    }
}
