package dev.drawbridge.ops.database;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.environment.Environment;
import dev.drawbridge.ops.environment.Secret;
import dev.drawbridge.ops.files.ConnectorFile;
import dev.drawbridge.ops.files.SourceDatabase;
import dev.drawbridge.outbox.OutboxDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The outbox in its database: roles, table, publication, passwords, slots. Each step may be run again. */
public final class OutboxSetup {
    private static final Duration SLOT_TIMEOUT = Duration.ofSeconds(20);

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
     * Applies what is missing, gives the roles the passwords that the environment has for them, and creates the slots of those of
     * these source connectors that read this database.
     *
     * @return what was done, and which slots were not created, one line each
     * @throws ActionRequiredException when none of the sources reads this database; nothing was done then
     */
    public List<String> apply(List<ConnectorFile> sources) throws SQLException {
        SourceChoice choice = choice(environment, sources);
        List<String> done = new ArrayList<>();
        outbox.migrate();
        done.add("outbox is up to date");
        for (var role : ROLES.entrySet()) {
            var password = environment.databasePassword(role.getKey());
            if (password.isPresent()) {
                done.add(password(role.getValue(), password.get()));
            }
        }
        for (ConnectorFile source : choice.here()) {
            String slot = SourceDatabase.slot(source);
            outbox.createSlot(slot, SLOT_TIMEOUT);
            done.add("slot " + slot + " exists");
        }
        choice.elsewhere()
                .forEach(source -> done.add("slot " + SourceDatabase.slot(source) + " was not created: connector "
                        + source.name() + " reads " + SourceDatabase.of(source)));
        return done;
    }

    private String password(String role, Secret password) throws SQLException {
        if (isKept(environment, role)) {
            return "role " + role + " keeps its password: database.capture.username names another role";
        }
        outbox.setPassword(role, password.reveal().toCharArray());
        return "role " + role + " has its password";
    }

    /** The password of the key {@code database.capture.password} may be that of a role which is not the outbox's. */
    static boolean isKept(Environment environment, String role) {
        return role.equals(OutboxDatabase.CAPTURE)
                && !environment.database().credentials().username().equals(role);
    }

    /**
     * Which sources get their slots in the environment's database.
     *
     * @throws ActionRequiredException when there are sources, and none reads that database
     */
    static SourceChoice choice(Environment environment, List<ConnectorFile> sources) {
        SourceChoice choice =
                SourceChoice.of(environment.databaseAdministrator().url(), sources);
        if (choice.here().isEmpty() && !sources.isEmpty()) {
            throw new ActionRequiredException(
                    "No source reads the database of " + environment.file()
                            + ", database.url: "
                            + choice.elsewhere().stream()
                                    .map(source -> source.name() + " reads " + SourceDatabase.of(source))
                                    .collect(Collectors.joining(", "))
                            + ". Use an environment for each database, which names its host, port and database as the source does.");
        }
        return choice;
    }
}
