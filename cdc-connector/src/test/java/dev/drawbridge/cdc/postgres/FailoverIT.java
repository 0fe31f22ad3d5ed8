package dev.drawbridge.cdc.postgres;

import static dev.drawbridge.cdc.postgres.TestPostgres.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which servers may continue after a stored offset: real servers, of one base backup and of another initdb. */
class FailoverIT {
    private static final String SLOT = "survivor";
    private static final String PUBLICATION = "drawbridge_outbox";

    @TempDir
    private Path folder;

    @Test
    void onlyAServerWhoseHistoryHoldsTheStoredOffsetMayContinue() throws Exception {
        Path primaryData = folder.resolve("primary");
        try (TestPostgres fresh = TestPostgres.start(primaryData)) {
            fresh.withOutbox();
            fresh.createSlot(SLOT);
        }
        Path standbyData = copy(primaryData, "standby");
        Path backupData = copy(primaryData, "backup");
        Files.createFile(standbyData.resolve("standby.signal"));
        Files.createFile(backupData.resolve("standby.signal"));

        Map<String, Object> offset;
        Map<String, Object> promoted;
        try (TestPostgres primary = TestPostgres.start(primaryData);
                TestPostgres standby = standbyOf(primary, standbyData)) {
            primary.admin("create table data as select generate_series(1, 1000)");
            offset = event(origin(primary).asOffset(), primary.position());
            check(primary, offset);
            long reached = primary.position();
            await().until(() -> Catalog.lsn(standby.text("select pg_last_wal_replay_lsn()")) >= reached);
            OriginMonitor monitor = new OriginMonitor(config(standby), origin(primary), System::nanoTime);

            standby.admin("select pg_promote()");
            standby.admin("create table later as select generate_series(1, 1000)");

            OffsetOrigin after = check(standby, offset);
            assertThat(after.server().timeline()).isEqualTo(2);
            assertThatThrownBy(monitor::isUnchanged)
                    .as("a task that runs on starts over, and is checked as above")
                    .isInstanceOf(RetriableException.class);
            monitor.close();
            promoted = event(after.asOffset(), standby.position());
            check(standby, promoted);
            assertRefused(primary, promoted, "does not descend");
        }
        try (TestPostgres backup = TestPostgres.start(backupData)) {
            backup.admin("select pg_promote()");
            // However far it has written since
            while (backup.position() < StoredOffset.furthest(promoted)) {
                backup.admin(
                        "create table if not exists more(x int)",
                        "insert into more values (1)",
                        "select pg_switch_wal()");
            }
            assertThat(origin(backup).server().timeline()).isEqualTo(2);
            assertRefused(backup, offset, "left timeline 1 at");
            assertRefused(backup, promoted, "does not descend");
        }
        try (TestPostgres other = TestPostgres.start()) {
            other.createSlot(SLOT);
            assertRefused(other, event(offset, 1), "another server");
        }
    }

    private static TestPostgres standbyOf(TestPostgres primary, Path data) throws IOException {
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 user=postgres port=" + primary.port() + "'\n",
                StandardOpenOption.APPEND);
        return TestPostgres.start(data);
    }

    private static void assertRefused(TestPostgres server, Map<String, Object> offset, String because) {
        assertThatThrownBy(() -> check(server, offset))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll(because, "docs/operations/restore.md", "/offsets", "republish");
    }

    /** As after a reset. */
    private static OffsetOrigin origin(TestPostgres server) {
        return check(server, null);
    }

    private static OffsetOrigin check(TestPostgres server, Map<String, Object> offset) {
        return new Preflight(config(server)).check(stored(offset));
    }

    private static Map<String, String> config(TestPostgres server) {
        return server.config(SLOT, PUBLICATION);
    }

    private static Map<String, Object> event(Map<String, Object> origin, long lsn) {
        Map<String, Object> offset = new HashMap<>(origin);
        offset.put("lsn", lsn);
        offset.put("lsn_proc", lsn);
        return offset;
    }

    /** As a base backup: the server is stopped. */
    private Path copy(Path data, String name) throws IOException {
        Path copy = folder.resolve(name);
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(data.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.endsWith("postmaster.pid") && !file.endsWith("epg-lock")) {
                    Files.copy(file, target);
                }
            }
        }
        Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(data));
        return copy;
    }
}
