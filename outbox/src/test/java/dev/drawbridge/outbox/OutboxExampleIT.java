package dev.drawbridge.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import javax.tools.ToolProvider;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of {@code docs/how-to/use-the-outbox.md}, compiled as it stands, does on PostgreSQL what the page says. */
class OutboxExampleIT {
    private static final Path PAGE = Path.of("../docs/how-to/use-the-outbox.md");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    /** What the snippets find around them: the first is a change, the others start the cleaner and run a round of it. */
    private static final String FRAME = """
            import dev.drawbridge.outbox.*;
            import java.sql.*;
            import java.time.*;
            import java.time.Clock;
            import java.util.UUID;
            import javax.sql.DataSource;

            public final class Example {
                public interface Service {
                    void change() throws Exception;
                    void cleanUp() throws Exception;
                }

                public static Service start(DataSource dataSource, EventIds ids, UUID id) {
                    START
                    return new Service() {
                        @Override
                        public void change() throws Exception {
                            CHANGE
                        }

                        @Override
                        public void cleanUp() throws Exception {
                            CLEAN_UP
                        }
                    };
                }
            }
            """;

    private final TestDatabase database = TestDatabase.get();
    private final HikariDataSource writer = database.writer(2);
    private final Handle admin = database.admin().open();
    private final UUID id = UUID.randomUUID();

    @BeforeEach
    void createParcel() {
        database.clear();
        admin.execute("create table parcels (id uuid primary key, city text not null, version bigint not null)");
        admin.execute("grant select, update on parcels to drawbridge_writer");
        admin.execute("insert into parcels values (?, 'Milan', 0)", id);
        admin.execute("select pg_create_logical_replication_slot('my_slot', 'pgoutput')");
    }

    @AfterEach
    void dropParcel() {
        admin.execute("select pg_drop_replication_slot('my_slot')");
        admin.execute("drop table parcels");
        admin.close();
        writer.close();
    }

    @Test
    void changesAreAnnouncedAndRemovedOnceCaptured(@TempDir Path folder) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {compiled(folder)})) {
            Object service = loader.loadClass("Example")
                    .getMethod("start", DataSource.class, EventIds.class, UUID.class)
                    .invoke(null, writer, new EventIds(Clock.systemUTC()), id);
            for (int i = 0; i < 3; i++) {
                call(service, "change");
            }
            assertThat(outbox()).containsExactly("1 Turin", "2 Turin", "3 Turin");
            admin.execute("update outbox set occurredat = occurredat - interval '8 days'");

            call(service, "cleanUp");
            assertThat(outbox()).hasSize(3);
            // What was marked may lie beyond what is flushed by now.
            await().until(() -> admin.createQuery("select pg_current_wal_flush_lsn() >= pg_current_wal_insert_lsn()")
                    .mapTo(Boolean.class)
                    .one());
            admin.execute("select pg_replication_slot_advance('my_slot', pg_current_wal_insert_lsn())");
            call(service, "cleanUp");
        }

        assertThat(outbox()).containsExactly("3 Turin");
        assertThat(admin.createQuery("select city || version from parcels")
                        .mapTo(String.class)
                        .one())
                .isEqualTo("Turin3");
    }

    private static void call(Object service, String method) throws Exception {
        service.getClass().getInterfaces()[0].getMethod(method).invoke(service);
    }

    private static URL compiled(Path folder) throws IOException {
        List<String> snippets = JAVA.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toList());
        assertThat(snippets).hasSize(3);
        String text = FRAME.replace("CHANGE", snippets.get(0))
                .replace("START", snippets.get(1))
                .replace("CLEAN_UP", snippets.get(2));
        Path source = Files.writeString(folder.resolve("Example.java"), text);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-cp", classPath, "-d", folder.toString(), source.toString()))
                .isZero();
        return folder.toUri().toURL();
    }

    private List<String> outbox() {
        return admin.createQuery(
                        "select version || ' ' || (payload -> 'state' ->> 'city') from outbox order by version")
                .mapTo(String.class)
                .list();
    }
}
